package dev.penstock.flow.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class LiveBoardTest {
  private final LiveBoard board = new LiveBoard();

  @Test
  void whileNobodyLooksNothingIsKept() {
    board.durable("pump", heard("speed", "1"));
    try (LiveBoard.Look look = board.look().orElseThrow()) {
      assertThat(texts(look.changed(_ -> true, 10))).isEmpty();
    }
  }

  @Test
  void typedValuesAreShownWithTheirQuality() {
    try (LiveBoard.Look look = board.look().orElseThrow()) {
      var batch = new Samples.Builder(new PointNames("plc", "pump", List.of("speed", "level")));
      assertThat(batch.add(0, new Scalar.Real(1.5), 0, 5, 7)).isTrue();
      assertThat(batch.add(1, new Scalar.None(), 0x8031_0000, 5, 7)).isTrue();
      assertThat(batch.add(0, new Scalar.Real(2.5), 0, 6, 8)).isTrue();
      board.durable("~modbus/pump", batch.take());

      List<NewestHeard> shown = look.changed(_ -> true, 10);
      assertThat(texts(shown))
          .containsExactly(
              "level " + SampleValue.NONE + " q80310000", "speed " + SampleValue.of(2.5) + " q0");
      assertThat(shown.getLast().receivedNanos()).isEqualTo(8);
      assertThat(shown.getLast().source()).isEqualTo("~modbus/pump");
    }
  }

  @Test
  void aPointThatChangedTwiceIsShownOnceWithItsNewestValue() {
    try (LiveBoard.Look look = board.look().orElseThrow()) {
      board.durable("pump", heard("speed", "1"));
      board.durable("pump", heard("level", "7"));
      board.durable("pump", heard("speed", "2"));

      assertThat(texts(look.changed(_ -> true, 10))).containsExactly("level 7", "speed 2");
      assertThat(look.changed(_ -> true, 10)).isEmpty();

      board.durable("pump", heard("level", "8"));
      assertThat(texts(look.changed(_ -> true, 10))).containsExactly("level 8");
    }
  }

  @Test
  void whatIsOverTheLimitComesNext() {
    try (LiveBoard.Look look = board.look().orElseThrow()) {
      for (int i = 0; i < 5; i++) {
        board.durable("pump", heard("p" + i, "1"));
      }
      assertThat(texts(look.changed(_ -> true, 3))).containsExactly("p0 1", "p1 1", "p2 1");
      assertThat(texts(look.changed(_ -> true, 3))).containsExactly("p3 1", "p4 1");
    }
  }

  @Test
  void onlyTheSourcesThatAreWantedAreShown() {
    try (LiveBoard.Look look = board.look().orElseThrow()) {
      board.durable("pump", heard("speed", "1"));
      board.durable("valve", heard("speed", "2"));
      assertThat(texts(look.changed("valve"::equals, 3))).containsExactly("speed 2");
    }
  }

  @Test
  void whatTheLastOneSawIsForgottenWhenItCloses() {
    LiveBoard.Look look = board.look().orElseThrow();
    board.durable("pump", heard("speed", "1"));
    look.close();
    look.close();
    assertThat(board.isLookedAt()).isFalse();
    try (LiveBoard.Look next = board.look().orElseThrow()) {
      assertThat(next.changed(_ -> true, 3)).isEmpty();
    }
  }

  @Test
  void moreThanAllMayLookAreTurnedAway() {
    List<LiveBoard.Look> all = new ArrayList<>();
    for (int i = 0; i < LiveBoard.LOOKS_MAX; i++) {
      all.add(board.look().orElseThrow());
    }
    assertThat(board.look()).isEmpty();
    all.getFirst().close();
    try (LiveBoard.Look again = board.look().orElseThrow()) {
      assertThat(again.changed(_ -> true, 1)).isEmpty();
    }
  }

  @Test
  void theLastValueIsSeenHoweverThreadsMeet() throws InterruptedException {
    try (LiveBoard.Look look = board.look().orElseThrow()) {
      var ready = new CountDownLatch(1);
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                ready.countDown();
                for (int i = 0; i <= 10_000; i++) {
                  board.durable("pump", heard("speed", Integer.toString(i)));
                }
              });
      ready.await();
      List<String> seen = new ArrayList<>();
      while (writer.isAlive()) {
        seen.addAll(texts(look.changed(_ -> true, 10)));
      }
      seen.addAll(texts(look.changed(_ -> true, 10)));
      assertThat(seen.getLast()).isEqualTo("speed 10000");
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  private static Heard heard(String point, String text) {
    return new Heard(
        "http",
        "given",
        point,
        null,
        null,
        Instant.EPOCH,
        new Payload("text/plain", ByteString.of(text.getBytes(UTF_8)), null),
        1);
  }

  private static List<String> texts(List<NewestHeard> all) {
    return all.stream()
        .map(each ->
            each.point()
                + " "
                + (each.value() instanceof Payload payload
                    ? new String(payload.bytes().bytes(), UTF_8)
                    : each.value() + " q" + Long.toHexString(each.quality())))
        .toList();
  }
}
