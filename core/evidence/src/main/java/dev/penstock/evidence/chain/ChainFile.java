package dev.penstock.evidence.chain;

import dev.penstock.cbor.Decoded;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The framing of stored {@link ObserverEvent}s, docs/formats/chain-file.md. */
public final class ChainFile {
  private static final byte[] MAGIC = "penstock-chain-1".getBytes(StandardCharsets.US_ASCII);

  private ChainFile() {}

  /** Starts a file. */
  public static void writeStart(OutputStream out) throws IOException {
    out.write(MAGIC);
  }

  /** Writes one event. */
  public static void write(OutputStream out, ObserverEvent event) throws IOException {
    byte[] bytes = ObserverEventCodec.encode(event);
    var frame = ByteBuffer.allocate(bytes.length + 8);
    frame.putInt(bytes.length);
    frame.put(bytes);
    frame.putInt(crc(bytes));
    out.write(frame.array());
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** What stands next in a file. */
  public sealed interface Next {
    record Event(ObserverEvent event) implements Next {}

    /** The file ends here, as it should. */
    record End() implements Next {}

    /**
     * Nothing from here on can be used.
     *
     * @param offset of the frame at fault, from the start of the file
     */
    record Damaged(long offset, String why) implements Next {}
  }

  /** Reads a file from its start. One thread at a time; the caller closes the stream. */
  public static final class Reader {
    private final DataInputStream in;
    private long at;
    private long eventAt;

    public Reader(InputStream in) {
      this(in, 0);
    }

    private Reader(InputStream in, long at) {
      this.in = new DataInputStream(in);
      this.at = at;
    }

    /**
     * Reads on in the middle of a file.
     *
     * @param in what stands there
     * @param eventAt where an event's frame begins, as {@link #eventAt} said
     */
    public static Reader from(InputStream in, long eventAt) {
      if (eventAt < MAGIC.length) {
        throw new IllegalArgumentException("no event begins at byte " + eventAt);
      }
      return new Reader(in, eventAt);
    }

    /** Where the frame of the event that was read last begins, from the start of the file. */
    public long eventAt() {
      return eventAt;
    }

    /** How far the file has been read, from its start. */
    public long at() {
      return at;
    }

    /** The next event; after anything else the file is done with. */
    public Next next() throws IOException {
      if (at == 0) {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
          return new Next.Damaged(0, "it does not start with penstock-chain-1");
        }
        at = MAGIC.length;
      }
      byte[] head = in.readNBytes(Integer.BYTES);
      if (head.length == 0) {
        return new Next.End();
      }
      if (head.length < Integer.BYTES) {
        return new Next.Damaged(at, "it is cut off inside a length");
      }
      int length = ByteBuffer.wrap(head).getInt();
      if (length < 1 || length > ObserverEventCodec.BYTES_MAX) {
        return new Next.Damaged(
            at, "an event of " + length + " bytes, must be 1.." + ObserverEventCodec.BYTES_MAX);
      }
      return event(length);
    }

    private Next event(int length) throws IOException {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        return new Next.Damaged(at, "it is cut off inside an event");
      }
      int crc;
      try {
        crc = in.readInt();
      } catch (EOFException e) {
        return new Next.Damaged(at, "it is cut off inside a checksum");
      }
      if (crc != crc(bytes)) {
        return new Next.Damaged(at, "the checksum of an event does not fit");
      }
      return switch (ObserverEventCodec.decode(bytes)) {
        case Decoded.Value<ObserverEvent>(var event) -> {
          eventAt = at;
          at += length + 8L;
          yield new Next.Event(event);
        }
        case Decoded.Refused<ObserverEvent>(var refusal) ->
            new Next.Damaged(at, "an event does not decode: " + refusal);
      };
    }
  }
}
