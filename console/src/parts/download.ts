import type { ApiClient } from '../api/client';

/** Hands a file that was fetched to the browser, so that a refusal is a problem on the page. */
export async function download(api: ApiClient, path: string): Promise<string> {
  const { name, content } = await api.file(path);
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}
