package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.records.RecordGrammar;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a reader of a message sees: a plain decoder of just these arrays, written apart from the
 * encoder.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Seen(
    List<Object> header,
    List<List<Object>> records,
    byte[] link,
    byte[] sigStructure,
    byte[] signature,
    int bytes) {
  /** The message in what a device stores of a block. */
  static byte[] message(byte[] stored) {
    return Arrays.copyOfRange(stored, Block.PLACE_BYTES, stored.length);
  }

  static Seen of(byte[] message) {
    var in = ByteBuffer.wrap(message);
    List<?> parts = list(read(in));
    assertThat(in.hasRemaining()).isFalse();
    List<?> cose = list(read(ByteBuffer.wrap((byte[]) parts.get(0))));
    byte[] protectedHeader = (byte[]) cose.get(0);
    byte[] payload = (byte[]) cose.get(2);
    byte[] signed = Cose.sigStructure(protectedHeader, Cose.BLOCK, payload);
    List<List<Object>> records = new ArrayList<>();
    var body = ByteBuffer.wrap((byte[]) parts.get(2));
    while (body.hasRemaining()) {
      int start = body.position();
      records.add(list(read(body)));
      var _ = RecordGrammar.checked(Arrays.copyOfRange(body.array(), start, body.position()));
    }
    List<Object> header = list(read(ByteBuffer.wrap(payload)));
    return new Seen(
        header,
        records,
        Cose.sha256().digest(signed),
        signed,
        (byte[]) cose.get(3),
        message.length);
  }

  long number(int field) {
    return (Long) header.get(field);
  }

  long boot() {
    return number(3);
  }

  long seq() {
    return number(4);
  }

  long first() {
    return number(5);
  }

  byte[] previous() {
    return (byte[]) header.get(7);
  }

  long flags() {
    return number(14);
  }

  byte[] chain() {
    return (byte[]) header.get(2);
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  private static Object read(ByteBuffer in) {
    int first = in.get() & 0xff;
    int major = first >>> 5;
    int info = first & 0x1f;
    if (major == 7) {
      return switch (info) {
        case 20 -> false;
        case 21 -> true;
        case 22 -> "null";
        case 25 -> "f16:" + in.getShort();
        case 26 -> in.getFloat();
        case 27 -> in.getDouble();
        default -> throw new AssertionError("simple " + info);
      };
    }
    long n =
        switch (info) {
          case 24 -> in.get() & 0xff;
          case 25 -> in.getShort() & 0xffff;
          case 26 -> in.getInt() & 0xffff_ffffL;
          case 27 -> in.getLong();
          default -> info;
        };
    return switch (major) {
      case 0 -> n;
      case 1 -> ~n;
      case 2 -> bytes(in, n);
      case 3 -> new String(bytes(in, n), java.nio.charset.StandardCharsets.UTF_8);
      case 4 -> items(in, n);
      case 5 -> items(in, 2 * n);
      default -> read(in);
    };
  }

  private static byte[] bytes(ByteBuffer in, long length) {
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private static List<Object> items(ByteBuffer in, long count) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(read(in));
    }
    return items;
  }

  static void assertOneChain(List<Seen> blocks) {
    byte[] link = new byte[32];
    long seq = 0;
    long first = 0;
    for (Seen block : blocks) {
      assertThat(block.seq()).isEqualTo(seq++);
      assertThat(block.first()).as("first of block %d", seq - 1).isEqualTo(first);
      assertThat(Arrays.equals(block.previous(), link))
          .as("previous of block %d", seq - 1)
          .isTrue();
      first += block.records().size();
      link = block.link();
    }
  }
}
