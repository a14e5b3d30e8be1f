/** What is sent to the node has at most so many bytes; more comes by the command. */
export const FILE_BYTES_MAX = 1 << 20;

export const YAML = 'application/yaml';
export const CSV = 'text/csv';
