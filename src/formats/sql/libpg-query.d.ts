/** The WebAssembly module inside libpg-query, without the package's own loader (which cannot be told where the file is). */
declare module 'libpg-query/wasm/libpg-query.js' {
  export interface PgQueryModule {
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, size: number): void;
    UTF8ToString(pointer: number): string;
    getValue(pointer: number, type: 'i32'): number;
    _malloc(size: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(query: number): number;
    _wasm_free_parse_result(result: number): void;
  }
  export default function load(options?: { locateFile?: (name: string) => string }): Promise<PgQueryModule>;
}
