/** Server-sent events (WHATWG HTML §9.2) out of pieces of text, as far as the node sends them. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/** An event that never ends is no event of ours. */
const EVENT_CHARS_MAX = 16_000_000;

export class EventParser {
  private rest = '';
  private name = '';
  private data: string[] = [];
  private chars = 0;

  /** The events that this piece completes. A comment, which is a heartbeat, gives none. */
  push(piece: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const text = this.rest + piece;
    // A carriage return at the end may be the first half of a line's end.
    const held = text.endsWith('\r') ? 1 : 0;
    const lines = text.slice(0, text.length - held).split(/\r\n|\r|\n/);
    this.rest = (lines.pop() ?? '') + (held === 1 ? '\r' : '');
    for (const line of lines) {
      this.line(line, events);
    }
    if (this.chars + this.rest.length > EVENT_CHARS_MAX) {
      throw new Error('an event without an end');
    }
    return events;
  }

  private line(line: string, events: ServerEvent[]): void {
    if (line === '') {
      if (this.data.length > 0) {
        events.push({ name: this.name === '' ? 'message' : this.name, data: this.data.join('\n') });
      }
      this.name = '';
      this.data = [];
      this.chars = 0;
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.name = value;
    } else if (field === 'data') {
      this.data.push(value);
      this.chars += value.length;
    }
  }
}
