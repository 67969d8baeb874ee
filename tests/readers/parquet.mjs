// Prints a Parquet file as JSON lines, read by DuckDB or by hyparquet: node parquet.mjs duckdb|hyparquet FILE
const [reader, path] = process.argv.slice(2);

function plain(value) {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return value === undefined ? null : value;
}
const rows = [];
if (reader === 'duckdb') {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`);
  const numbers = new Set(['reports', 'sources', 'geonameid', 'killed', 'injured', 'trigger_begin', 'trigger_end']);
  for (const row of result.getRowObjectsJson())
    rows.push(Object.fromEntries(Object.entries(row).map(([k, v]) => [k, numbers.has(k) && v !== null ? Number(v) : v])));
} else {
  const { asyncBufferFromFile, parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = await asyncBufferFromFile(path);
  for (const row of await parquetReadObjects({ file, compressors }))
    rows.push(Object.fromEntries(Object.entries(row).map(([k, v]) => [k, plain(v)])));
}
for (const row of rows) process.stdout.write(JSON.stringify(row) + '\n');
