package dev.penstock.flow.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.RangeProof;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CoverTest {
  private static final List<RecordClass> CLASSES =
      List.of(RecordClass.PLANT, RecordClass.ACCESS, RecordClass.CONTROL);

  private static byte[] leaves(SplittableRandom random, int count) {
    byte[] leaves = new byte[count * Digest.BYTES];
    random.nextBytes(leaves);
    return leaves;
  }

  private static byte[] classes(SplittableRandom random, int count) {
    byte[] classes = new byte[count];
    int kinds = 1 + random.nextInt(3);
    int at = 0;
    while (at < count) {
      int length = Math.min(count - at, 1 + random.nextInt(20));
      Arrays.fill(classes, at, at + length, (byte) (2 - random.nextInt(kinds)));
      at += length;
    }
    return classes;
  }

  private static void hasProofOfEachRecord(
      byte[] classes, byte[] leaves, List<RecordClass> gone, Cover cover) throws IOException {
    var full = LeafTree.of(new TreeHasher(), leaves);
    byte[] left = leaves.clone();
    for (int i = 0; i < classes.length; i++) {
      if (gone.contains(CLASSES.get(classes[i]))) {
        Arrays.fill(left, i * Digest.BYTES, (i + 1) * Digest.BYTES, (byte) 0);
      }
    }
    Cover.Folding folding = cover.folding(left, gone);
    assertThat(folding.root(0, classes.length)).isEqualTo(full.root());
    for (int i = 0; i < classes.length; i++) {
      if (!gone.contains(CLASSES.get(classes[i]))) {
        RangeProof expected =
            new ProofMaker(new TreeHasher(), full).range(i, i + 1, classes.length);
        assertThat(folding.path(i, i + 1)).isEqualTo(expected.path());
        var check =
            new ProofChecker(new TreeHasher())
                .range(
                    new RangeProof(i, i + 1, classes.length, folding.path(i, i + 1)),
                    Arrays.copyOfRange(leaves, i * Digest.BYTES, (i + 1) * Digest.BYTES),
                    full.root());
        assertThat(check).isInstanceOf(ProofCheck.Verified.class);
      }
    }
  }

  @Test
  void whatStaysIsProvenWithoutWhatWent() {
    Property.forAll(Gen.seeds())
        .cases(150, 2_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          int count = 1 + random.nextInt(200);
          byte[] leaves = leaves(random, count);
          byte[] classes = classes(random, count);
          byte[] encoded = Cover.encode(classes, leaves);
          if (encoded.length == 0) {
            for (byte one : classes) {
              assertThat(one).as("one class alone").isEqualTo(classes[0]);
            }
            return;
          }
          Cover cover = ((Decoded.Value<Cover>) Cover.decode(encoded, count)).value();
          try {
            for (List<RecordClass> gone :
                List.of(
                    List.of(RecordClass.PLANT),
                    List.of(RecordClass.ACCESS),
                    List.of(RecordClass.PLANT, RecordClass.ACCESS))) {
              hasProofOfEachRecord(classes, leaves, gone, cover);
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** The gateway's own record is the first of a group block: ten hashes keep it provable. */
  @Test
  void oneRecordAmongAThousandCostsItsPath() {
    byte[] classes = new byte[1_000];
    classes[0] = 2;
    byte[] encoded = Cover.encode(classes, leaves(new SplittableRandom(1), 1_000));
    assertThat(encoded.length).isBetween(10 * Digest.BYTES, 10 * Digest.BYTES + 20);
  }

  @Test
  void bytesOfAnotherBlockAreRefused() {
    byte[] classes = new byte[100];
    classes[7] = 2;
    byte[] encoded = Cover.encode(classes, leaves(new SplittableRandom(1), 100));
    assertThat(Cover.decode(encoded, 100)).isInstanceOf(Decoded.Value.class);
    assertThat(Cover.decode(encoded, 99)).isInstanceOf(Decoded.Refused.class);
    assertThat(Cover.decode(encoded, 101)).isInstanceOf(Decoded.Refused.class);
    for (int length = 0; length < encoded.length; length++) {
      assertThat(Cover.decode(Arrays.copyOf(encoded, length), 100))
          .isInstanceOf(Decoded.Refused.class);
    }
  }
}
