package dev.penstock.bundlecorpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.Verdict;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever byte of a good bundle is altered, added or taken away, it is good no more. */
class AlteredBytesTest {
  private static final List<Case> CASES = Corpus.cases();

  private static Case good() {
    return CASES.stream()
        .filter(one -> one.name().equals("good-with-certificate"))
        .findFirst()
        .orElseThrow();
  }

  private static Verdict verdict(Case good, byte[] bytes) throws IOException {
    return new Case(
            good.name(),
            ByteString.of(bytes),
            good.trust(),
            good.require(),
            good.now(),
            good.outcome(),
            List.of())
        .judged();
  }

  @Test
  void everyAlteredByteIsNoticed() throws Exception {
    var random = new SplittableRandom(Seed.value());
    Case good = good();
    byte[] bytes = good.bytes().bytes();
    for (int i = 0; i < Deep.cases(100, 20_000); i++) {
      int at = random.nextInt(bytes.length);
      byte[] altered = bytes.clone();
      altered[at] = (byte) (altered[at] + 1 + random.nextInt(255));
      assertThat(verdict(good, altered).outcome())
          .as("byte %d, %s", at, Seed.describe())
          .isNotEqualTo(Verdict.Outcome.VERIFIED);
    }
  }

  @Test
  void everyShorterAndLongerFileIsNoticed() throws Exception {
    var random = new SplittableRandom(Seed.value());
    Case good = good();
    byte[] bytes = good.bytes().bytes();
    for (int i = 0; i < Deep.cases(60, 5_000); i++) {
      int length = random.nextInt(bytes.length + 500);
      if (length != bytes.length) {
        assertThat(verdict(good, Arrays.copyOf(bytes, length)).outcome())
            .as("length %d, %s", length, Seed.describe())
            .isEqualTo(Verdict.Outcome.UNUSABLE);
      }
    }
  }

  /** What lies behind the checksums is looked at too: here they are mended. */
  @Test
  void everyAlteredByteOfAPartIsNoticedOrMeansNothing() throws Exception {
    var random = new SplittableRandom(Seed.value());
    var site = new Site(10);
    for (int i = 0; i < Deep.cases(100, 20_000); i++) {
      int file = random.nextInt(2);
      Draft draft = Draft.good(site);
      String name = "blocks/00000" + file + ".cbor";
      long seed = random.nextLong();
      byte[] bytes = draft.zip(zip -> alter(zip.entry(name), new SplittableRandom(seed))).bytes();
      assertThat(verdict(good(), bytes).outcome())
          .as("%s, seed %d, %s", name, seed, Seed.describe())
          .isNotEqualTo(Verdict.Outcome.VERIFIED);
    }
  }

  private static void alter(ZipMaker.Entry entry, SplittableRandom random) {
    int at = random.nextInt(entry.content.length);
    entry.content = entry.content.clone();
    entry.content[at] = (byte) (entry.content[at] + 1 + random.nextInt(255));
  }
}
