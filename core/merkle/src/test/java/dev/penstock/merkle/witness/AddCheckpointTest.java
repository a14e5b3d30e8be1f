package dev.penstock.merkle.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddCheckpointTest {
  private static final GrowingLog LOG = GrowingLog.ofSize(40);

  @Test
  void aRequestReadsBackAsItWasWritten() {
    Property.forAll(
            Gen.ints(0, 40).flatMap(to -> Gen.ints(0, to).map(from -> new int[] {from, to})))
        .describedBy(Arrays::toString)
        .cases(100, 2_000)
        .holds(sizes -> {
          AddCheckpoint request = LOG.request(sizes[0], sizes[1]);
          AddCheckpoint again = NoteKeys.value(AddCheckpoint.decode(request.encode()));
          assertThat(again).isEqualTo(request);
          assertThat(again.encode()).isEqualTo(request.encode());
        });
  }

  @Test
  void itLooksAsTheSpecificationShowsIt() {
    assertThat(new String(LOG.request(3, 7).encode(), StandardCharsets.UTF_8))
        .matches(
            """
            old 3
            ([A-Za-z0-9+/]{43}=
            ){4}
            example.com/log
            7
            [A-Za-z0-9+/]{43}=

            \u2014 example.com/log [A-Za-z0-9+/]+=*
            """);
  }

  /** C2SP tlog-witness: the lines and their spelling. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "old 3",
        "old 3\n",
        "old 3\n\n",
        "old\n\nREST",
        "old \n\nREST",
        "old 03\n\nREST",
        "old -1\n\nREST",
        "old +1\n\nREST",
        "old 1 \n\nREST",
        "old  1\n\nREST",
        "Old 1\n\nREST",
        "old 4611686018427387905\n\nREST",
        "old 99999999999999999999\n\nREST",
        "old 1\r\n\r\nREST",
        "old 1\nREST",
        "\nold 1\n\nREST",
        "old 1\nAAAA\n\nREST",
        "old 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n\nREST",
        "old 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\nREST",
        "old 1\n AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nREST",
        "old 1\n\nexample.com/log\n7\n",
        "old \u0661\n\nREST"
      })
  void whatIsNotTheFormIsRefused(String text) {
    String rest = new String(LOG.note(7).encode(), StandardCharsets.UTF_8);
    byte[] body = text.replace("REST", rest).getBytes(StandardCharsets.UTF_8);
    assertThat(AddCheckpoint.decode(body)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void sixtyThreeHashesAreTakenAndNoMore() {
    String hash = "A".repeat(43) + "=\n";
    String rest = "\n" + new String(LOG.note(7).encode(), StandardCharsets.UTF_8);
    byte[] most = ("old 1\n" + hash.repeat(63) + rest).getBytes(StandardCharsets.UTF_8);
    byte[] more = ("old 1\n" + hash.repeat(64) + rest).getBytes(StandardCharsets.UTF_8);
    assertThat(NoteKeys.value(AddCheckpoint.decode(most)).proof().count()).isEqualTo(63);
    assertThat(AddCheckpoint.decode(more)).isInstanceOf(Decoded.Malformed.class);
    HashPath tooLong = HashPath.of(new byte[64 * 32]);
    assertThatThrownBy(() -> new AddCheckpoint(1, tooLong, LOG.note(7)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRequestOfManyBytesIsRefusedBeforeItIsRead() {
    byte[] large = new byte[AddCheckpoint.BYTES_MAX + 1];
    assertThat(AddCheckpoint.decode(large))
        .isEqualTo(new Decoded.Malformed<>("request has 65537 bytes, at most 65536"));
  }

  @Test
  void noByteCanBeChangedUnnoticed() {
    byte[] good = LOG.request(3, 7).encode();
    AddCheckpoint request = NoteKeys.value(AddCheckpoint.decode(good));
    for (int at = 0; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[at] = (byte) (bad[at] ^ (1 << bit));
        if (AddCheckpoint.decode(bad) instanceof Decoded.Value<AddCheckpoint>(var other)) {
          assertThat(other).isNotEqualTo(request);
          assertThat(other.encode()).isEqualTo(bad);
        }
      }
    }
  }
}
