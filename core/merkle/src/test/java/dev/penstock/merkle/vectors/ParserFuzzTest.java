package dev.penstock.merkle.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.TlogProof;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.receipt.Receipt;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Feeds every reader of this module damaged copies of what it should read. None may throw, and what
 * is taken must read back: as the same bytes, where a format has one spelling only.
 */
class ParserFuzzTest {
  /** A reader, and where well-formed bytes for it lie. */
  enum Parser {
    NOTE("log/checkpoint"),
    CHECKPOINT("log/checkpoint"),
    PROOF("entry-7-extra.tlog-proof"),
    PATH("corpus/tile-path.txt"),
    VKEY("vkeys.txt"),
    BUNDLE("log/tile/entries/000"),
    RECEIPT_OF_INCLUSION("entry-7.receipt.cbor"),
    RECEIPT_OF_CONSISTENCY("from-255.receipt.cbor"),
    POLICY("policy.txt");

    private final String corpus;

    Parser(String corpus) {
      this.corpus = corpus;
    }
  }

  /** The bytes that what was read is written back as; empty when it was refused. */
  private static Optional<byte[]> rewrite(Parser parser, byte[] bytes) {
    return switch (parser) {
      case NOTE -> note(bytes);
      case CHECKPOINT -> checkpoint(bytes);
      case PROOF -> proof(bytes);
      case PATH -> path(bytes);
      case VKEY -> vkey(bytes);
      case BUNDLE -> bundle(bytes);
      case RECEIPT_OF_INCLUSION, RECEIPT_OF_CONSISTENCY -> receipt(bytes);
      case POLICY -> policy(bytes);
    };
  }

  /** What the formats are made of, so that damage is more than noise. */
  private static final List<byte[]> TOKENS =
      List.of(
              "\n",
              "\n\n",
              "\u2014 ",
              " ",
              "+",
              "=",
              "0",
              "-1",
              "index ",
              "extra ",
              "quorum ",
              "group g any ",
              "none",
              "x000/",
              ".p/",
              "18446744073709551616",
              "\0",
              "\r\n",
              "4611686018427387904",
              "\u00a0",
              "AAAA",
              "c2sp.org/tlog-proof@v1\n")
          .stream()
          .map(token -> token.getBytes(StandardCharsets.UTF_8))
          .toList();

  private static Optional<byte[]> note(byte[] bytes) {
    return Note.decode(bytes).toOptional().map(Note::encode);
  }

  private static Optional<byte[]> checkpoint(byte[] bytes) {
    // Whatever bytes become as text, a checkpoint that is taken has one spelling.
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Checkpoint.decode(text)
        .toOptional()
        .map(checkpoint -> {
          assertThat(checkpoint.text()).isEqualTo(text);
          return bytes;
        });
  }

  private static Optional<byte[]> proof(byte[] bytes) {
    return TlogProof.decode(bytes).toOptional().map(TlogProof::encode);
  }

  private static Optional<byte[]> path(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return TilePath.decode(text)
        .toOptional()
        .map(path -> path.text().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<byte[]> vkey(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return NoteKey.decode(text)
        .toOptional()
        .map(key -> {
          assertThat(key.vkey()).isEqualTo(text);
          return bytes;
        });
  }

  private static Optional<byte[]> bundle(byte[] bytes) {
    return EntryBundle.decode(bytes, 256)
        .toOptional()
        .map(bundle -> {
          List<byte[]> entries = new ArrayList<>();
          for (int i = 0; i < bundle.count(); i++) {
            entries.add(bundle.entry(i));
          }
          return EntryBundle.encode(entries);
        });
  }

  private static Optional<byte[]> receipt(byte[] bytes) {
    return Receipt.decode(bytes).toOptional().map(receipt -> receipt.message().toByteArray());
  }

  private static Optional<byte[]> policy(byte[] bytes) {
    return TrustPolicy.decode(bytes)
        .toOptional()
        .map(policy -> {
          // Spaces, comments and order are free, so the value must come back and not the bytes.
          assertThat(TrustPolicy.decode(policy.encode())).isEqualTo(new Decoded.Value<>(policy));
          return bytes;
        });
  }

  /** The seeds: a file, or each line of it where a line is what is read. */
  private static List<byte[]> seeds(Parser parser) {
    byte[] file;
    try (InputStream in = ParserFuzzTest.class.getResourceAsStream("/vectors/" + parser.corpus)) {
      file = in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return switch (parser) {
      case PATH, VKEY ->
          new String(file, StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.getBytes(StandardCharsets.UTF_8))
              .toList();
      case CHECKPOINT -> {
        Note note = Note.decode(file).toOptional().orElseThrow();
        yield List.of(note.text().getBytes(StandardCharsets.UTF_8));
      }
      case NOTE, PROOF, BUNDLE, RECEIPT_OF_INCLUSION, RECEIPT_OF_CONSISTENCY, POLICY ->
          List.of(file);
    };
  }

  @ParameterizedTest
  @EnumSource
  void damagedBytesAreRefusedOrReadBack(Parser parser) {
    List<byte[]> seeds = seeds(parser);
    seeds.forEach(seed -> assertThat(rewrite(parser, seed)).as("seed").contains(seed));
    Property.forAll(Gen.seeds())
        .cases(1_500, 300_000)
        .holds(number -> {
          var random = new SplittableRandom(number);
          byte[] bytes = seeds.get(random.nextInt(seeds.size()));
          int rounds = random.nextInt(1, 5);
          for (int i = 0; i < rounds; i++) {
            bytes = damaged(bytes, seeds, random);
          }
          byte[] input = bytes;
          rewrite(parser, input)
              .ifPresent(written ->
                  assertThat(written).as(HexFormat.of().formatHex(input)).isEqualTo(input));
        });
  }

  private static byte[] damaged(byte[] bytes, List<byte[]> seeds, SplittableRandom random) {
    int at = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + random.nextInt(1, 40));
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, random);
      case 1 -> splice(bytes, at, at, TOKENS.get(random.nextInt(TOKENS.size())));
      case 2 -> splice(bytes, at, to, new byte[0]);
      case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
      case 4 -> Arrays.copyOf(bytes, at);
      case 5 -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length + 1);
        yield splice(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
      }
      default -> splice(bytes, at, to, TOKENS.get(random.nextInt(TOKENS.size())));
    };
  }

  private static byte[] flipped(byte[] bytes, SplittableRandom random) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
    byte[] spliced = new byte[bytes.length - (to - from) + with.length];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(with, 0, spliced, from, with.length);
    System.arraycopy(bytes, to, spliced, from + with.length, bytes.length - to);
    return spliced;
  }
}
