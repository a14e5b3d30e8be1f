package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whoever only decides in which order blocks are delivered can hide nothing they say. */
class DeliveryTest {
  private static final long SECOND = Maker.SECOND;
  private static final int ATTACK_AT = 10;
  private static final int LENGTH = 40;

  final Maker maker = new Maker("pump-7");
  final List<SealedBlock> blocks = new ArrayList<>();
  private final Challenge first =
      Challenge.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  private final Challenge second =
      Challenge.of(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

  /** A stream whose block 10 does something that an observer must tell. */
  void stream(FindingReason attack) {
    maker.echo = second;
    for (int i = 0; i < LENGTH; i++) {
      if (i == ATTACK_AT) {
        attack(attack);
      } else {
        blocks.add(maker.block(1));
      }
    }
  }

  private void attack(FindingReason attack) {
    ChainTip tip = maker.tip();
    switch (attack) {
      case BOOT -> {
        maker.reboot(1);
        blocks.add(maker.block(1));
        maker.echo = second;
      }
      case ECHO -> {
        maker.echo = first;
        blocks.add(maker.block(1));
        maker.echo = second;
      }
      case FIRST -> {
        maker.tamperTip(bent(tip, 1, 1));
        blocks.add(maker.block(1));
      }
      case BOOT_FLAG -> {
        maker.tamperTip(bent(tip, 0, 2));
        blocks.add(maker.block(1));
      }
      case WALL -> {
        maker.wallOffset = 3 * SECOND;
        blocks.add(maker.block(1));
        maker.wallOffset = 0;
      }
      case MONOTONIC -> {
        maker.tickOffset = 5 * SECOND;
        maker.tamperTip(maker.tip());
        blocks.add(maker.block(1));
        maker.tickOffset = 0;
        maker.tamperTip(maker.tip());
      }
      case KEY_CHANGE -> {
        var change = maker.keyChange(Maker.newSigner(SignatureAlgorithm.ED25519));
        blocks.add(maker.block(1));
        blocks.add(maker.announce(BlockFlag.KEY_CHANGE, change));
      }
      case KEY_CONFIRM -> {
        var change = maker.keyChange(Maker.newSigner(SignatureAlgorithm.ED25519));
        blocks.add(maker.announce(BlockFlag.KEY_CONFIRM, change));
      }
      default -> throw new AssertionError(attack);
    }
  }

  private static ChainTip bent(ChainTip tip, long by, long boot) {
    return new ChainTip(
        tip.origin(), tip.chain(), tip.seq(), tip.first() + by, tip.previous(), boot, false, false);
  }

  Watch watch() {
    var fresh = new Maker("pump-7", maker.chain, maker.signer);
    var watch = Watch.of(fresh);
    watch.challenge(fresh, first);
    watch.challenge(fresh, second);
    return watch;
  }

  static final List<FindingReason> ATTACKS =
      List.of(
          FindingReason.BOOT,
          FindingReason.ECHO,
          FindingReason.FIRST,
          FindingReason.BOOT_FLAG,
          FindingReason.WALL,
          FindingReason.MONOTONIC,
          FindingReason.KEY_CHANGE,
          FindingReason.KEY_CONFIRM);

  private static boolean tells(Watch watch, FindingReason reason) {
    return watch.findings().stream().anyMatch(finding -> finding.reason() == reason);
  }

  @Test
  void eachAttackIsToldInOrderAndWhenItsBlockIsDeliveredLate() {
    for (FindingReason attack : ATTACKS) {
      var test = new DeliveryTest();
      test.stream(attack);
      var inOrder = test.watch();
      for (SealedBlock block : test.blocks) {
        var _ = inOrder.arrive(block, test.maker.now(), test.maker.now());
      }
      assertThat(tells(inOrder, attack)).as("%s in order", attack).isTrue();
      inOrder.replay();
      var late = test.watch();
      List<SealedBlock> blocks = test.blocks;
      for (int i = 0; i < blocks.size(); i++) {
        if (i != ATTACK_AT && i != ATTACK_AT + 1) {
          var _ = late.arrive(blocks.get(i), test.maker.now(), test.maker.now());
        }
      }
      for (int i : new int[] {ATTACK_AT, ATTACK_AT + 1}) {
        assertThat(late.arrive(blocks.get(i), test.maker.now(), test.maker.now()))
            .as("%s", attack)
            .isEqualTo(Verdict.FILLED);
      }
      assertThat(tells(late, attack)).as("%s delivered late: %s", attack, late.describe()).isTrue();
      late.replay();
    }
  }

  /** Every attack under every order: told, always. And an honest stream says none of them. */
  @Test
  void noRandomOrderHidesAnAttack() {
    var streams = new EnumMap<FindingReason, DeliveryTest>(FindingReason.class);
    for (FindingReason attack : ATTACKS) {
      var test = new DeliveryTest();
      test.stream(attack);
      streams.put(attack, test);
    }
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(40, 4_000); i++) {
      FindingReason attack = ATTACKS.get(random.nextInt(ATTACKS.size()));
      DeliveryTest test = streams.get(attack);
      Watch watch = test.watch();
      List<Integer> order = order(test.blocks.size(), random);
      for (int index : order) {
        var _ = watch.arrive(test.blocks.get(index), test.maker.now(), test.maker.now());
      }
      assertThat(tells(watch, attack))
          .as("%s in order %s, %s: %s", attack, order, Seed.describe(), watch.describe())
          .isTrue();
    }
  }

  @Test
  void anHonestStreamInAnyOrderSaysNothingButThatItWasOutOfOrder() {
    maker.echo = null;
    for (int i = 0; i < LENGTH; i++) {
      if (i == 9 || i == 23) {
        maker.reboot();
      }
      maker.echo = echoAt(i);
      maker.hasClock = i % 5 != 2;
      blocks.add(maker.block(i % 3));
    }
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(40, 4_000); i++) {
      Watch watch = watch();
      List<Integer> order = order(LENGTH, random);
      for (int index : order) {
        var _ = watch.arrive(blocks.get(index), maker.now(), maker.now());
      }
      assertThat(watch.codes())
          .as("order %s, %s: %s", order, Seed.describe(), watch.describe())
          .isSubsetOf(FindingCode.REORDERED, FindingCode.CLOSED_LATE, FindingCode.GAP);
      if (i % 20 == 0) {
        watch.replay();
      }
      assertThat(watch.end()).isEmpty();
      assertThat(watch.state(maker).isWholeFrom(0)).isTrue();
    }
  }

  /** Each of the three boots begins without an echo, and has one later. */
  private Challenge echoAt(int i) {
    if (i < 4 || (i >= 9 && i < 14) || (i >= 23 && i < 28)) {
      return null;
    }
    return i < 18 ? first : second;
  }

  /** A stream shaken, or quite out of order. */
  static List<Integer> order(int length, SplittableRandom random) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < length; i++) {
      order.add(i);
    }
    int reach = 1 + random.nextInt(length);
    for (int i = random.nextInt(3 * length); i > 0; i--) {
      int from = random.nextInt(length);
      int to = Math.min(length - 1, from + random.nextInt(reach));
      Integer moved = order.get(from);
      order.subList(from, from + 1).clear();
      order.add(to, moved);
    }
    return order;
  }
}
