package dev.penstock.framessyslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framessyslog.Framed.Broken;
import dev.penstock.framessyslog.Framed.CutOff;
import dev.penstock.framessyslog.Framed.End;
import dev.penstock.framessyslog.Framed.Message;
import dev.penstock.framessyslog.Framed.Unkept;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final int BYTES_MAX = 100;

  /** Gives a stream in pieces of any size. */
  private static final class Pieces extends InputStream {
    private final InputStream all;
    private final SplittableRandom random;

    Pieces(byte[] all, SplittableRandom random) {
      this.all = new ByteArrayInputStream(all);
      this.random = random;
    }

    @Override
    public int read() throws IOException {
      return all.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return all.read(into, from, 1 + random.nextInt(Math.min(length, 40)));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Message message(String text) {
    return new Message(ByteString.of(bytes(text)));
  }

  private static Digest sha256(byte[] bytes) {
    try {
      return Digest.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** All that is read, up to what ends it. */
  private static List<Framed> all(InputStream in, Framing framing) {
    var reader = new FrameReader(in, framing, BYTES_MAX);
    List<Framed> all = new ArrayList<>();
    try {
      while (all.isEmpty() || !isLast(all.getLast())) {
        all.add(reader.read());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static boolean isLast(Framed framed) {
    return switch (framed) {
      case Message _, Unkept _ -> false;
      case CutOff _, Broken _, End _ -> true;
    };
  }

  private static List<Framed> all(String text, Framing framing) {
    return all(new ByteArrayInputStream(bytes(text)), framing);
  }

  @Test
  void countedMessagesAreToldApart() {
    assertThat(all("5 hello3 a\nb1 x", Framing.OCTET_COUNTED))
        .containsExactly(message("hello"), message("a\nb"), message("x"), new End());
    assertThat(all("", Framing.OCTET_COUNTED)).containsExactly(new End());
  }

  @Test
  void linesAreToldApartAndEmptyOnesSayNothing() {
    assertThat(all("<1>a\n\n\n<2>5 b\n", Framing.LINES))
        .containsExactly(message("<1>a"), message("<2>5 b"), new End());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"05 hello", " 5 hello", "0 ", "5hello", "x", "-1 a", "1000000000 a", "\n"})
  void whatHasNoLengthEndsTheStream(String text) {
    assertThat(all("1 a" + text, Framing.OCTET_COUNTED))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(message("a")),
            last -> assertThat(last).isInstanceOf(Broken.class));
  }

  @Test
  void aSenderThatDoesNotCountIsToldSo() {
    assertThat(all("<13>1 - - - - - - x\n", Framing.OCTET_COUNTED))
        .singleElement()
        .isInstanceOfSatisfying(
            Broken.class, broken -> assertThat(broken.reason()).contains("must count octets"));
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void aMessageBeyondTheLimitIsReadThroughItsDigest(Framing framing) {
    byte[] large = new byte[1_000_000];
    Arrays.fill(large, (byte) 'x');
    var stream = new ByteArrayOutputStream();
    write(stream, framing, bytes("a"));
    write(stream, framing, large);
    write(stream, framing, bytes("b"));
    assertThat(all(new ByteArrayInputStream(stream.toByteArray()), framing))
        .containsExactly(
            message("a"), new Unkept(large.length, sha256(large)), message("b"), new End());
  }

  private static void write(ByteArrayOutputStream stream, Framing framing, byte[] message) {
    if (framing == Framing.OCTET_COUNTED) {
      stream.writeBytes(bytes(message.length + " "));
    }
    stream.writeBytes(message);
    if (framing == Framing.LINES) {
      stream.write('\n');
    }
  }

  @Test
  void aHugeLengthCostsNothing() {
    assertThat(all("999999999 x", Framing.OCTET_COUNTED))
        .containsExactly(new CutOff(1, sha256(bytes("x"))));
  }

  @Test
  void whoAsksKnowsWhetherAMessageHasBegun() throws IOException {
    var waiting = new boolean[1];
    var holder = new FrameReader[1];
    InputStream in =
        new InputStream() {
          private int calls;

          @Override
          public int read() {
            throw new AssertionError("never asked for one byte");
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            calls++;
            if (calls == 1) {
              assertThat(holder[0].isInside()).isFalse();
              into[from] = '2';
              return 1;
            }
            if (calls == 2) {
              waiting[0] = holder[0].isInside();
              into[from] = ' ';
              into[from + 1] = 'x';
              return 2;
            }
            throw new IOException("the wire was cut");
          }
        };
    holder[0] = new FrameReader(in, Framing.OCTET_COUNTED, BYTES_MAX);
    assertThatThrownBy(holder[0]::read).hasMessage("the wire was cut");
    assertThat(waiting[0]).isTrue();
    assertThat(holder[0].isInside()).isTrue();
    assertThat(holder[0].cutOff()).isEqualTo(new CutOff(1, sha256(bytes("x"))));
  }

  /** However a stream comes in pieces, and wherever it is cut, what came whole is given. */
  @ParameterizedTest
  @EnumSource(Framing.class)
  void piecesAndCutsChangeNothing(Framing framing) {
    Property.forAll(Gen.seeds())
        .cases(500, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var stream = new ByteArrayOutputStream();
          List<Framed> said = new ArrayList<>();
          List<Integer> ends = new ArrayList<>();
          for (int i = random.nextInt(6); i > 0; i--) {
            byte[] one = anyMessage(random);
            write(stream, framing, one);
            ends.add(stream.size());
            said.add(
                one.length <= BYTES_MAX
                    ? new Message(ByteString.of(one))
                    : new Unkept(one.length, sha256(one)));
          }
          int cut = random.nextInt(stream.size() + 1);
          byte[] came = Arrays.copyOf(stream.toByteArray(), cut);
          int whole = (int) ends.stream().filter(end -> end <= cut).count();
          boolean isBetween = cut == 0 || ends.contains(cut);
          List<Framed> read = all(new Pieces(came, random), framing);
          assertThat(read.subList(0, read.size() - 1)).isEqualTo(said.subList(0, whole));
          assertThat(read.getLast()).isInstanceOf(isBetween ? End.class : CutOff.class);
        });
  }

  private static byte[] anyMessage(SplittableRandom random) {
    byte[] one = new byte[1 + random.nextInt(2 * BYTES_MAX)];
    for (int i = 0; i < one.length; i++) {
      one[i] = (byte) random.nextInt(' ', 0x7f);
    }
    return one;
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void noBytesMakeItThrow(Framing framing) {
    Property.forAll(Gen.bytes(0, 300))
        .cases(1_000, 100_000)
        .holds(bytes ->
            assertThat(isLast(all(new ByteArrayInputStream(bytes), framing).getLast())).isTrue());
  }
}
