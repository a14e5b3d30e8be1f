package dev.penstock.notices.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every sender owes, whatever the other side does. */
@Timeout(300)
public abstract class SenderContract {
  /** For one message; a test waits no longer. */
  protected static final Duration LIMIT = Duration.ofSeconds(2);

  private AutoCloseable peer = () -> {};

  /** How a peer behaves. */
  public enum Behaviour {
    TAKES,
    REFUSES,
    SILENT,
    GARBAGE,
    CUTS
  }

  /** A sender towards a peer like this, which the test closes. */
  protected abstract NoticeSender towards(Behaviour behaviour) throws Exception;

  /** A sender towards nobody. */
  protected abstract NoticeSender towardsNobody() throws Exception;

  /** Whether a refusal of this protocol says that trying again does not help. */
  protected boolean isRefusalFinal() {
    return true;
  }

  protected void open(AutoCloseable made) {
    peer = made;
  }

  @AfterEach
  void closePeer() throws Exception {
    peer.close();
  }

  @Test
  void whatIsTakenIsTaken() throws Exception {
    assertThat(towards(Behaviour.TAKES).send(Errands.raised())).isInstanceOf(Sending.Taken.class);
  }

  @Test
  void whatIsRefusedIsNotTaken() throws Exception {
    NoticeSender sender = towards(Behaviour.REFUSES);
    if (isRefusalFinal()) {
      assertThat(sender.send(Errands.raised())).isInstanceOf(Sending.Refused.class);
    } else {
      assertThatThrownBy(() -> sender.send(Errands.raised())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whoSaysNothingIsLeftInTime() throws Exception {
    NoticeSender sender = towards(Behaviour.SILENT);
    long from = System.nanoTime();
    assertThatThrownBy(() -> sender.send(Errands.raised()))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("null");
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(LIMIT.multipliedBy(30));
  }

  @Test
  void garbageIsAFailure() throws Exception {
    NoticeSender sender = towards(Behaviour.GARBAGE);
    assertThatThrownBy(() -> sender.send(Errands.raised())).isInstanceOf(IOException.class);
  }

  @Test
  void aCutIsAFailure() throws Exception {
    NoticeSender sender = towards(Behaviour.CUTS);
    assertThatThrownBy(() -> sender.send(Errands.raised())).isInstanceOf(IOException.class);
  }

  @Test
  void whereNobodyListensNothingArrives() throws Exception {
    NoticeSender sender = towardsNobody();
    assertThatThrownBy(() -> sender.send(Errands.raised())).isInstanceOf(IOException.class);
  }
}
