package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order things leave the queue, and what looking for one of them costs the others. */
class IntakeQueueTest {
  private final FakeClock clock = FakeClock.of();
  private final IntakeQueue queue = new IntakeQueue(IntakeLimits.DEFAULT, clock);

  /** Notes how often somebody asks whether it is one of those that are waited for. */
  private static final class Asked implements Receipt {
    private final boolean isPassing;
    private int count;

    private Asked(boolean isPassing) {
      this.isPassing = isPassing;
    }

    @Override
    public boolean isPassing() {
      count++;
      return isPassing;
    }

    @Override
    public void durable() {}

    @Override
    public void refused(String reason) {}
  }

  private Item of(String action, String object, Asked receipt) {
    var access = new Access(null, action, object, Access.Outcome.GRANTED, null, null, Details.NONE);
    return new Item.Own(Numbering.SELF, access, clock.instant(), receipt);
  }

  private Item awaited(String object) {
    return of("person.add", object, new Asked(true));
  }

  private Item happened(String action, String object) {
    return of(action, object, new Asked(false));
  }

  private Item said(String point) {
    var payload = new Payload("a/b", ByteString.of(new byte[10]), null);
    var heard = new Heard("broker1", "plc", point, null, null, clock.instant(), payload, 1);
    return new Item.Message(heard, Receipt.NONE);
  }

  private void put(Item... items) {
    for (Item item : items) {
      assertThat(queue.put(item)).isTrue();
    }
  }

  @Test
  void sharesLeaveInTheOrderInWhichTheyCame() throws Exception {
    var change = new Item.Changed("broker1", "all", Listening.Up.socket(clock.instant()));
    List<Item> before = List.of(said("p"), happened("sign-in", "a"), said("q"), awaited("b"));
    List<Item> behind = List.of(awaited("c"), said("r"), happened("sign-in", "d"));
    before.forEach(this::put);
    queue.putAnyway(change);
    behind.forEach(this::put);
    assertThat(queue.take()).isEqualTo(before);
    assertThat(queue.take()).containsExactly(change);
    assertThat(queue.take()).isEqualTo(behind);
    assertThat(queue.figures()).isEqualTo(new IntakeQueue.Figures(8, 0, 3));
    queue.left(0);
    queue.close();
    assertThat(queue.isOpen()).isFalse();
  }

  /** A first attempt fails and the next is granted: they are written in this order. */
  @Test
  void whatPeopleDidIsTakenInTheOrderInWhichItCame() throws Exception {
    Item failed = happened("sign-in", "failed");
    Item granted = awaited("granted");
    Item left = happened("sign-out", "left");
    Item said = said("p");
    put(failed, said, granted, left);
    assertThat(queue.takeAccess(_ -> 10)).containsExactly(failed, granted, left);
    assertThat(queue.take()).containsExactly(said);
  }

  @Test
  void whatHasNoPlaceStaysAndTheOtherShareGoesOn() throws Exception {
    Item first = happened("sign-in", "first");
    Item second = happened("sign-in", "second");
    Item awaited = awaited("awaited");
    put(first, second, awaited);
    assertThat(queue.takeAccess(share -> share == Item.Share.HAPPENED ? 1 : 10))
        .containsExactly(first, awaited);
    assertThat(queue.takeAccess(_ -> 0)).isEmpty();
    assertThat(queue.take()).containsExactly(second);
  }

  /** What waits of others is not looked through: its length would be what a note costs. */
  @Test
  void whatGoesIsLookedForAmongItsOwnShareOnly() throws Exception {
    List<Asked> others = new ArrayList<>();
    for (int i = 0; i < IntakeQueue.ACCESS_MAX; i++) {
      var asked = new Asked(true);
      others.add(asked);
      put(of("person.add", "person " + i, asked));
      put(happened("sign-in", "try " + i));
    }
    Item rare = happened("sign-out", "ada");
    others.forEach(asked -> asked.count = 0);
    assertThat(queue.crowdedOutBy(said("p"))).isEmpty();
    Item out = queue.crowdedOutBy(rare).orElseThrow();
    assertThat(out.action()).isEqualTo("sign-in");
    put(rare);
    assertThat(queue.figures().waiting()).isEqualTo(2 * IntakeQueue.ACCESS_MAX);
    assertThat(others).allMatch(asked -> asked.count == 0);
    assertThat(queue.take()).hasSize(2 * IntakeQueue.ACCESS_MAX).doesNotContain(out).endsWith(rare);
  }

  @Test
  void whatPlantsSayCountsItsBytesUntilItIsTaken() throws Exception {
    var small = new IntakeQueue(new IntakeLimits(10, 25), clock);
    assertThat(small.put(said("p"))).isTrue();
    assertThat(small.put(said("q"))).isTrue();
    assertThat(small.put(said("r"))).isFalse();
    assertThat(small.take()).hasSize(2);
    assertThat(small.put(said("r"))).isTrue();
  }
}
