package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.device.FakeWorld.Fault;
import dev.penstock.device.software.SoftwareKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A device that does what devices do, in random order, with a store that fails, a power supply that
 * fails, and a network that loses, repeats and delays; and a gateway that watches it.
 */
final class HonestLife {
  private static final int ROOM = 60_000;
  private static final List<Fault> FAULTS = List.of(Fault.values());

  /** Points of samples, each its own; what was taken, and what a loss of power may have taken. */
  final Set<Long> accepted = new TreeSet<>();

  final Set<Long> excused = new HashSet<>();
  final WatchingGateway gateway;

  private final SplittableRandom random;
  private final Site site;
  private final FakeWorld fake;
  private final List<SoftwareKey> spareKeys;
  private final boolean isLossy;
  private DeviceKey key;
  private DeviceKey next;
  private Telemetry telemetry;
  private int delivered;
  private long points;
  private int resets;

  HonestLife(Site site, List<SoftwareKey> spareKeys, SplittableRandom random) throws IOException {
    this.site = site;
    this.fake = site.fake;
    this.spareKeys = new ArrayList<>(spareKeys);
    this.random = random;
    this.isLossy = random.nextInt(3) == 0;
    this.gateway = new WatchingGateway(site);
    this.key = site.key;
    this.next = site.key;
    restart();
    gateway.admit(fake.chain(), key);
  }

  boolean isLossy() {
    return isLossy;
  }

  void run(int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      step();
    }
    heal();
  }

  private void step() throws IOException {
    fake.passMillis(random.nextInt(1_500));
    if (random.nextInt(12) == 0) {
      fake.failAt(fake.operations + random.nextInt(3), FAULTS.get(random.nextInt(FAULTS.size())));
    }
    try {
      act();
    } catch (FakeWorld.PowerLost _) {
      losePower();
    } catch (IOException _) {
      // The store or the wire failed; the device goes on.
    }
    deliver();
    gateway.tick();
  }

  private void act() throws IOException {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> {
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
          sample();
        }
      }
      case 6 -> fake.isWireCut = !fake.isWireCut && random.nextInt(3) == 0;
      case 7 -> {
        if (random.nextInt(3) == 0) {
          telemetry.reconnected();
        }
      }
      case 8, 9, 10 -> acknowledge();
      case 11 -> {
        if (random.nextInt(3) == 0) {
          losePower();
        }
      }
      case 12 -> {
        if (random.nextInt(3) == 0) {
          telemetry.close();
          restart();
        }
      }
      case 13 -> {
        if (next.equals(key) && !spareKeys.isEmpty()) {
          next = spareKeys.removeLast();
        }
        telemetry.changeKey(next, "due");
        key = next;
      }
      case 14 -> {
        if (random.nextInt(12) == 0) {
          loseState();
        }
      }
      default -> telemetry.tick();
    }
  }

  private void sample() {
    long point = points++;
    boolean isTaken =
        random.nextInt(10) == 0
            ? telemetry.alarm(point, null, "HIGH", 0, 500, "")
            : telemetry.sample(point, null, Telemetry.GOOD, new byte[random.nextInt(300)]);
    if (isTaken) {
      accepted.add(point);
    }
  }

  /** Any ack there ever was may come now; a newer one more likely. */
  private void acknowledge() throws IOException {
    for (int i = random.nextInt(4); i > 0 && !gateway.acks.isEmpty(); i--) {
      int age = random.nextInt(random.nextBoolean() ? 4 : gateway.acks.size());
      byte[] ack = gateway.acks.get(Math.max(0, gateway.acks.size() - 1 - age));
      var _ = telemetry.acknowledged(ack);
    }
  }

  private void losePower() throws IOException {
    fake.ticks = random.nextInt(1_000); // the board boots again
    restart();
    excuseWhatIsInNoBlock();
  }

  private void excuseWhatIsInNoBlock() {
    Set<Long> sealed = new HashSet<>();
    fake.stored().values().forEach(block -> addPoints(message(block), sealed));
    fake.sent.forEach(message -> addPoints(message, sealed));
    accepted.stream().filter(point -> !sealed.contains(point)).forEach(excused::add);
  }

  private static byte[] message(byte[] stored) {
    return java.util.Arrays.copyOfRange(stored, Block.PLACE_BYTES, stored.length);
  }

  private static void addPoints(byte[] message, Set<Long> points) {
    WatchingGateway.addPoints(Seen.of(message), points);
  }

  private void restart() throws IOException {
    while (true) {
      try {
        telemetry = Telemetry.start(Site.settings(ROOM), key, site.world);
        return;
      } catch (FakeWorld.PowerLost _) {
        fake.ticks = 0;
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).contains("another key")) {
          key = next;
        }
      }
    }
  }

  /** The state is gone; a person begins a new chain, and admits it. */
  private void loseState() throws IOException {
    String chain = HexFormat.of().formatHex(fake.chain());
    fake.loseState();
    resets++;
    var lost =
        new LostChain(chain, 0, "00".repeat(32), "lost", 1_000L * resets, 1_000_000L * resets);
    while (true) {
      try {
        telemetry = Telemetry.reset(Site.settings(ROOM), key, site.world, lost);
        break;
      } catch (FakeWorld.PowerLost | IOException _) {
        // Once more.
      }
    }
    gateway.admit(fake.chain(), key);
    excuseWhatIsInNoBlock();
  }

  private void deliver() throws IOException {
    for (; delivered < fake.sent.size(); delivered++) {
      if (!isLossy || random.nextInt(10) > 0) {
        gateway.take(fake.sent.get(delivered));
      }
    }
  }

  /** All faults end: whatever waits anywhere arrives. */
  private void heal() throws IOException {
    fake.failAt(-1, Fault.CRASHED_AFTER);
    fake.isWireCut = false;
    for (int i = 0; i < 200; i++) {
      fake.passMillis(11_000);
      if (i % 20 == 0) {
        telemetry.reconnected();
      }
      telemetry.tick();
      while (delivered < fake.sent.size()) {
        gateway.take(fake.sent.get(delivered++));
        var _ = telemetry.acknowledged(gateway.acks.getLast());
      }
      if (i > 1 && telemetry.unacknowledgedCount() == 0) {
        return;
      }
    }
    assertThat(telemetry.unacknowledgedCount()).as("blocks without an ack").isZero();
  }
}
