package dev.penstock.notices.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.cbor.Decoded;
import dev.penstock.notices.ChannelRule;
import dev.penstock.notices.Errand;
import dev.penstock.notices.NoticeBoard;
import dev.penstock.notices.NoticeBoard.Acknowledging;
import dev.penstock.notices.NoticeEvent;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.NoticeListener;
import dev.penstock.notices.NoticeRules;
import dev.penstock.notices.Route;
import dev.penstock.notices.Severity;
import dev.penstock.notices.Step;
import dev.penstock.notices.send.NoticePump.Tested;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class NoticePumpTest {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final NoticeRules RULES =
      new NoticeRules(
          List.of(new ChannelRule("slow", 100), new ChannelRule("fast", 100)),
          List.of(
              new Route(
                  Set.of(),
                  Severity.INFO,
                  List.of(new Step(Duration.ZERO, List.of("slow", "fast"))),
                  Optional.empty())));

  private final BlockingQueue<Errand> arrived = new LinkedBlockingQueue<>();
  private final BlockingQueue<NoticeEvent> events = new LinkedBlockingQueue<>();
  private final AtomicReference<byte[]> kept = new AtomicReference<>(new byte[0]);

  private NoticePump pump(NoticeSender slow, NoticeSender fast, NoticeStore store) {
    var board = new NoticeBoard(RULES, InstantSource.system(), events::add);
    var pump = new NoticePump(board, Map.of("slow", slow, "fast", fast), store, LOOK);
    pump.start();
    return pump;
  }

  private Sending take(Errand errand) {
    arrived.add(errand);
    return Sending.taken();
  }

  @Test
  void aSlowChannelDelaysNoOther() throws Exception {
    var never = new CountDownLatch(1);
    NoticeSender slow =
        errand -> {
          never.await();
          return take(errand);
        };
    try (var pump = pump(slow, this::take, NoticeStore.NOWHERE)) {
      for (int i = 0; i < 10; i++) {
        var _ = pump.raise(NoticeKind.SOURCE_SILENT, "plc" + i, "quiet");
      }
      for (int i = 0; i < 10; i++) {
        assertThat(arrived.poll(60, TimeUnit.SECONDS)).isNotNull();
      }
      assertThat(pump.channels()).anySatisfy(each -> assertThat(each.waiting()).isEqualTo(10));
    }
    assertThat(arrived).isEmpty();
  }

  @Test
  void aTestIsAnsweredWithWhatCameOfIt() throws Exception {
    NoticeSender broken =
        _ -> {
          throw new IOException("no route to mail.example");
        };
    try (var pump = pump(broken, this::take, NoticeStore.NOWHERE)) {
      assertThat(pump.test("fast", "person-1", WAIT)).isEqualTo(new Tested.Taken(""));
      assertThat(pump.test("slow", "person-1", WAIT))
          .isEqualTo(new Tested.NotTaken("no route to mail.example"));
      assertThat(pump.test("letter", "person-1", WAIT))
          .isEqualTo(new Tested.Unknown(List.of("slow", "fast")));
    }
  }

  @Test
  void aTestThatTakesLongIsWaitedForAsLongAsAsked() throws Exception {
    var never = new CountDownLatch(1);
    NoticeSender slow =
        errand -> {
          never.await();
          return take(errand);
        };
    try (var pump = pump(slow, this::take, NoticeStore.NOWHERE)) {
      assertThat(pump.test("slow", "person-1", Duration.ofMillis(30)))
          .isEqualTo(new Tested.Waiting());
    }
  }

  @Test
  void aFaultOfASenderEndsNothing() throws Exception {
    NoticeSender faulty =
        _ -> {
          throw new IllegalStateException("our own fault");
        };
    try (var pump = pump(faulty, this::take, NoticeStore.NOWHERE)) {
      assertThat(pump.test("slow", "p", WAIT)).isInstanceOf(Tested.NotTaken.class);
      assertThat(pump.test("slow", "p", WAIT)).isInstanceOf(Tested.NotTaken.class);
      assertThat(pump.test("fast", "p", WAIT)).isInstanceOf(Tested.Taken.class);
    }
  }

  @Test
  void whatIsRefusedIsTakenToTheBoard() throws Exception {
    try (var pump = pump(_ -> new Sending.Refused("550 no"), this::take, NoticeStore.NOWHERE)) {
      assertThat(pump.test("slow", "p", WAIT)).isEqualTo(new Tested.NotTaken("550 no"));
      assertThat(pump.open())
          .singleElement()
          .satisfies(each -> assertThat(each.notice().kind()).isEqualTo(NoticeKind.CHANNEL_FAILED));
    }
  }

  @Test
  void afterARestartNobodyIsToldTwice() throws Exception {
    try (var pump = pump(this::take, this::take, kept::set)) {
      var _ = pump.raise(NoticeKind.DISK_SHORT, "/", Severity.CRITICAL, "full");
      assertThat(arrived.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(arrived.poll(60, TimeUnit.SECONDS)).isNotNull();
      NoticeEvent last = events.poll(60, TimeUnit.SECONDS);
      for (int sent = 0; sent < 2; last = events.poll(60, TimeUnit.SECONDS)) {
        sent += last instanceof NoticeEvent.Sent ? 1 : 0;
        if (sent == 2) {
          break;
        }
      }
      assertThat(pump.acknowledge(NoticeKey.of(NoticeKind.DISK_SHORT, "/"), "person-1"))
          .isEqualTo(Acknowledging.DONE);
    }
    var clock = FakeClock.at(InstantSource.system().instant());
    switch (NoticeBoard.decode(kept.get(), RULES, clock, NoticeListener.NONE)) {
      case Decoded.Value<NoticeBoard>(var board) -> {
        assertThat(board.due()).isEmpty();
        assertThat(board.open().getFirst().acknowledged()).isPresent();
      }
      case Decoded.Refused<NoticeBoard>(var refusal) -> throw new AssertionError(refusal);
    }
  }

  @Test
  void whatCannotBeKeptIsToldAllTheSame() throws Exception {
    NoticeStore full =
        _ -> {
          throw new IOException("no space");
        };
    try (var pump = pump(this::take, this::take, full)) {
      var _ = pump.raise(NoticeKind.DISK_SHORT, "/", "full");
      assertThat(arrived.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(pump.obstacle()).hasValue("what was told cannot be kept: no space");
    }
  }

  @Test
  void aChannelWithoutASenderIsOurFault() {
    var board = new NoticeBoard(RULES, InstantSource.system(), NoticeListener.NONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoticePump(board, Map.of("slow", this::take), NoticeStore.NOWHERE));
  }
}
