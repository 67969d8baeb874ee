// encodings.h: which encoding a page is in, and its text as UTF-8 with a map back to the bytes.
//
// Method: byte order mark, then what HTTP says, then meta (as the WHATWG Encoding and HTML standards look for it),
// each overruled where the bytes are UTF-8 beyond doubt; else UTF-8 if valid, else the likeliest legacy encoding.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/result.h"
#include "dragoman/text.h"

namespace dragoman {

class Encodings {
 public:
  static Result<Encodings> load(const std::string& data_folder);

  // The encoding a label names ("Latin1" gives "windows-1252"); "" for an unknown label.
  std::string of_label(std::string_view label) const;
  // The encoding that a byte order mark, `content_type` or meta states; "" when none does.
  std::string stated_by_meta(std::string_view bytes) const;
  std::string stated_by_header(std::string_view content_type) const;
  std::string find(std::string_view bytes, std::string_view content_type) const;
  std::string likeliest_legacy(std::string_view bytes) const;

  // Undecodable bytes become U+FFFD. Equal runs of ASCII are copied segments.
  Text decode(std::string_view bytes, const std::string& encoding) const;

 private:
  struct Legacy {
    std::string encoding, letters, iconv;
  };
  std::unordered_map<std::string, std::string> labels_;  // lower case label -> encoding
  std::unordered_map<std::string, std::string> iconv_;   // encoding -> name for iconv
  std::vector<Legacy> legacy_;
};

bool is_utf8(std::string_view bytes);
// Bytes of the byte order mark at the start of `bytes`, and the encoding it stands for ("" when there is none).
struct ByteOrderMark {
  std::size_t size = 0;
  std::string encoding;
};
ByteOrderMark byte_order_mark(std::string_view bytes);

}  // namespace dragoman
