package dev.penstock.plant.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.000000001Z");
  private static final Pseudonym ADA = new Pseudonym(1, 2);
  private static final Pseudonym BO = new Pseudonym(3, 4);
  private static final Digest A = digest(1);
  private static final Digest B = digest(2);

  private static Digest digest(int first) {
    byte[] bytes = new byte[Digest.BYTES];
    bytes[0] = (byte) first;
    return Digest.of(bytes);
  }

  private static History grown() {
    History first =
        History.NONE.with(
            new History.Entry(
                History.NONE.next(A), NOON, History.Cause.FIRST, Optional.empty(), List.of()));
    History second =
        first
            .with(new History.Waiting(B, NOON, History.Origin.PERSON))
            .with(
                new History.Entry(
                    first.next(B), NOON, History.Cause.TWO_PEOPLE, Optional.of(ADA), List.of(BO)));
    return second.with(new History.Waiting(digest(3), NOON, History.Origin.FILE));
  }

  @Test
  void aModelThatComesBackIsAVersionOfItsOwn() {
    History history = grown();
    assertThat(history.isOlder(A)).isTrue();
    assertThat(history.isOlder(B)).isFalse();
    ModelVersion back = history.next(A);
    assertThat(back.number()).isEqualTo(3);
    assertThat(back.digest()).isNotEqualTo(history.entries().getFirst().version().digest());
  }

  @Test
  void whatIsInForceWaitsNoMore() {
    assertThat(grown().waiting()).extracting(History.Waiting::model).containsExactly(digest(3));
    assertThat(grown().knows(digest(3))).isTrue();
    assertThat(grown().knows(digest(9))).isFalse();
  }

  @Test
  void aVersionThatDoesNotFollowIsRefused() {
    History history = grown();
    var entry =
        new History.Entry(
            new ModelVersion(3, A, Optional.of(digest(7))),
            NOON,
            History.Cause.ONE_PERSON,
            Optional.of(ADA),
            List.of());
    assertThatThrownBy(() -> history.with(entry)).hasMessageContaining("does not follow");
  }

  /** Req: 62443-4-2 CR 2.1 RE(4). */
  @Test
  void nobodyApprovesTheirOwnVersion() {
    assertThatThrownBy(() ->
            new History.Entry(
                History.NONE.next(A),
                NOON,
                History.Cause.TWO_PEOPLE,
                Optional.of(ADA),
                List.of(ADA)))
        .hasMessageContaining("its own");
    assertThatThrownBy(() ->
            new History.Entry(
                History.NONE.next(A), NOON, History.Cause.TWO_PEOPLE, Optional.of(ADA), List.of()))
        .hasMessageContaining("0 approvers");
  }

  @Test
  void theOldestOfTooManyThatWaitAreForgotten() {
    History history = History.NONE;
    for (int i = 0; i < History.WAITING_MAX + 2; i++) {
      history = history.with(new History.Waiting(digest(i), NOON, History.Origin.NODE_USER));
    }
    assertThat(history.waiting()).hasSize(History.WAITING_MAX);
    assertThat(history.knows(digest(1))).isFalse();
    assertThat(history.knows(digest(2))).isTrue();
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(HistoryText.read(HistoryText.write(grown())))
        .isEqualTo(new HistoryText.Reading.Read(grown()));
    assertThat(HistoryText.read(HistoryText.write(History.NONE)))
        .isEqualTo(new HistoryText.Reading.Read(History.NONE));
  }

  @Test
  void noFileIsReadThatWasCutOffOrChanged() {
    byte[] whole = HistoryText.write(grown());
    for (int length = 0; length < whole.length; length++) {
      assertThat(HistoryText.read(Arrays.copyOf(whole, length)))
          .as("length %d", length)
          .isInstanceOf(HistoryText.Reading.Refused.class);
    }
    String gone = new String(whole, StandardCharsets.UTF_8).replaceFirst("version 1 .*\n", "");
    assertThat(
            HistoryText.read(
                gone.replace("version 2", "version 1").getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(HistoryText.Reading.Refused.class);
    String swapped =
        new String(whole, StandardCharsets.UTF_8)
            .replaceAll("(?s)(version 1.*?\n)(version.*?\n)", "$2$1");
    assertThat(HistoryText.read(swapped.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(HistoryText.Reading.Refused.class);
  }
}
