package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.UnsortedBlocks;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each row and reason of block.md §9 under many orders of delivery: what is wrong is told in each
 * of them, and nothing else is. Where the order changes which finding it is, the attack below names
 * all that it may be, and why. {@link DetectionMatrixTest} has each of them as it happens.
 */
class MatrixInAnyOrderTest {
  private static final long SECOND = Maker.SECOND;
  private static final int LENGTH = 40;
  private static final int AT = 10;

  /** What an order out of the ordinary says of itself, and of no maker. */
  private static final Set<String> OF_ORDER = Set.of("REORDERED", "GAP", "CLOSED_LATE");

  /** Something that reaches the observer. */
  private sealed interface Step {
    record Sent(ByteString message, long session) implements Step {}

    record Anchor(long seq, Digest link) implements Step {}

    record Revoke(Digest kid) implements Step {}

    /** The observer's wall clock is two hours further on from here. */
    record SetClock() implements Step {}
  }

  /**
   * One of these is told in every order, and no other finding but those of the order itself and
   * those with a plus, which may come with it.
   */
  enum Attack {
    NONE(),
    MALFORMED("TAMPERED MALFORMED"),
    SIGNATURE("TAMPERED SIGNATURE"),
    RECORDS("TAMPERED RECORDS"),
    UNKNOWN_KEY("FOREIGN UNKNOWN_KEY"),
    OTHER_ORIGIN("FOREIGN OTHER_ORIGIN"),
    OTHER_CHAIN("FOREIGN OTHER_CHAIN"),

    /**
     * Blocks that come before a person withdraws the key were right when they came. Where it is
     * withdrawn before all of them, nothing was heard since it was admitted.
     */
    KEY_NOT_VALID("FOREIGN KEY_NOT_VALID", "+FOREIGN", "+SILENT"),

    /**
     * The old key signs after another followed. Before the announcement comes, nobody knows of the
     * next key: then that one's blocks are foreign, and the two histories are a fork.
     */
    OLD_KEY(
        "FOREIGN KEY_NOT_VALID",
        "FOREIGN UNKNOWN_KEY",
        "FORK SAME_SEQ",
        "FORK PREVIOUS",
        "INCONSISTENT KEY_CONFIRM",
        "INCONSISTENT KEY_CHANGE",
        "+FOREIGN",
        "+FORK"),
    GAP("GAP"),
    GAP_UNDER_AN_ANCHOR("GAP ANCHOR_AHEAD"),
    DUPLICATE("DUPLICATE"),

    /** Which of the two histories is the one on record is decided by what comes first. */
    SAME_SEQ("FORK SAME_SEQ", "FORK PREVIOUS", "+FORK"),
    PREVIOUS("FORK PREVIOUS", "FORK SAME_SEQ", "+FORK"),

    /** A fork below an anchor is a rewrite once the anchor is known, and a fork before. */
    REWRITE(
        "REWRITE SAME_SEQ",
        "REWRITE PREVIOUS",
        "REWRITE ANCHOR",
        "FORK SAME_SEQ",
        "FORK PREVIOUS",
        "+FORK",
        "+GAP ANCHOR_AHEAD"),
    ANCHOR("REWRITE ANCHOR"),

    /** Two sessions that follow each other are a reconnection, whatever they bring. */
    CLONE_SUSPECT("CLONE_SUSPECT"),
    GROUP_ORDER("INCONSISTENT GROUP_ORDER"),

    /** Ahead of the time of receipt; its successor's clock goes back from there. */
    AHEAD("CLOCK_BACK AHEAD", "+CLOCK_BACK WALL"),
    BEHIND("CLOCK_BACK BEHIND", "+CLOCK_BACK WALL"),
    OBSERVER("CLOCK_BACK OBSERVER"),
    SILENT("SILENT"),

    /**
     * What restarts echoes nothing, and its clock begins anew: where the block that says so is not
     * there, those around it show a clock that went back.
     */
    BOOT("FORK BOOT", "+FORK ECHO", "+CLOCK_BACK MONOTONIC"),
    ECHO("FORK ECHO"),
    FIRST("INCONSISTENT FIRST"),
    BOOT_FLAG("INCONSISTENT BOOT_FLAG"),
    WALL("CLOCK_BACK WALL"),
    MONOTONIC("CLOCK_BACK MONOTONIC"),

    /**
     * In order the next block goes on under the old key, for nobody was announced. Beside a late
     * block only the flags of the one on record are there, and they promise an announcement.
     */
    KEY_CHANGE("INCONSISTENT KEY_CHANGE", "+INCONSISTENT KEY_CONFIRM"),
    KEY_CONFIRM("INCONSISTENT KEY_CONFIRM");

    private final String told;

    Attack(String... told) {
      this.told = String.join(",", told);
    }

    Set<String> told() {
      return Stream.of(told.split(",", -1))
          .filter(one -> !one.isEmpty() && one.charAt(0) != '+')
          .collect(Collectors.toSet());
    }

    /** With those that may come with it. */
    Set<String> allowed() {
      return Set.of(told.replace("+", "").split(",", -1));
    }
  }

  private final Maker maker = new Maker("pump-7");
  private final Signer firstSigner = maker.signer;

  /** Has the streams whose block 10 breaks a rule between neighbours. */
  private final DeliveryTest delivery = new DeliveryTest();

  private boolean isSilent;
  private final List<Step> steps = new ArrayList<>();

  /** Indexes of the steps that are not the honest maker's. */
  private final List<Integer> attack = new ArrayList<>();

  private static Step.Sent sent(SealedBlock block) {
    return sent(block.message(), 1);
  }

  private static Step.Sent sent(byte[] message, long session) {
    return new Step.Sent(ByteString.of(message), session);
  }

  private void honest(int count) {
    for (int i = 0; i < count; i++) {
      steps.add(sent(maker.block(1)));
    }
  }

  private void attack(Step step) {
    attack.add(steps.size());
    steps.add(step);
  }

  private void make(Attack which) throws SigningException {
    switch (which) {
      case GROUP_ORDER -> unsorted();
      case ANCHOR -> rewritten();
      case OLD_KEY -> oldKey();
      case BOOT, ECHO, FIRST, BOOT_FLAG, WALL, MONOTONIC, KEY_CHANGE, KEY_CONFIRM ->
          byReason(FindingReason.valueOf(which.name()));
      default -> {
        honest(AT);
        inside(which);
        honest(LENGTH - AT);
        atTheEnd(which);
      }
    }
  }

  private void inside(Attack which) {
    Maker thief = maker.copy();
    switch (which) {
      case MALFORMED -> attack(sent(Maker.utf8("{\"t\":21}"), 1));
      case SIGNATURE -> attack(sent(changed(thief.block(1).message(), "pump-7"), 1));
      case RECORDS -> {
        byte[] message = thief.block(1).message();
        message[message.length - 1] ^= 1;
        attack(sent(message, 1));
      }
      case UNKNOWN_KEY -> attack(sent(new Maker("stranger").block(1)));
      case OTHER_ORIGIN -> attack(sent(new Maker("pump-8", maker.chain, maker.signer).block(1)));
      case OTHER_CHAIN ->
          attack(sent(new Maker("pump-7", ChainId.of(new byte[16]), maker.signer).block(1)));
      case KEY_NOT_VALID -> attack(new Step.Revoke(Block.kidOf(maker.signer.key())));
      case GAP -> {
        var _ = maker.block(1);
      }
      case DUPLICATE -> attack(steps.get(AT / 2));
      case SAME_SEQ, REWRITE -> attack(sent(thief.block(2)));
      case PREVIOUS -> {
        var _ = thief.block(2);
        attack(sent(thief.block(1)));
      }
      case CLONE_SUSPECT -> attack(sent(maker.block(1).message(), 2));
      case AHEAD, BEHIND -> {
        maker.wallOffset = which == Attack.AHEAD ? 3600 * SECOND : -40L * 86_400 * SECOND;
        attack(sent(maker.block(1)));
        maker.wallOffset = 0;
      }
      case OBSERVER -> attack(new Step.SetClock());
      default -> {}
    }
  }

  private void atTheEnd(Attack which) {
    if (which == Attack.REWRITE || which == Attack.GAP_UNDER_AN_ANCHOR) {
      SealedBlock sealed = maker.block(1);
      if (which == Attack.REWRITE) {
        steps.add(sent(sealed));
      }
      Block last = sealed.block();
      attack(new Step.Anchor(last.header().seq(), last.link()));
    }
  }

  private static byte[] changed(byte[] message, String word) {
    byte[] sought = Maker.utf8(word);
    for (int at = 0; at < message.length; at++) {
      int end = at + sought.length;
      if (end <= message.length && Arrays.equals(message, at, end, sought, 0, sought.length)) {
        message[end - 1] ^= 1;
        return message;
      }
    }
    throw new AssertionError(word + " is not in it");
  }

  /** Block 0 of a group chain has its records the wrong way round. */
  private void unsorted() throws SigningException {
    long[][] names = {{3, 8}, {3, 7}};
    byte[] message = UnsortedBlocks.group(maker.tip(), maker.signer, SECOND, names);
    attack(sent(message, 1));
    if (!(BlockMessage.decode(message) instanceof Decoded.Value<BlockMessage>(var decoded))) {
      throw new AssertionError("it is a block");
    }
    maker.isGroup = true;
    maker.pass(2 * SECOND);
    maker.tamperTip(ChainTip.behind(decoded.block()));
    honest(LENGTH);
  }

  /** The thief has the key and signs everything anew; only the anchor remembers. */
  private void rewritten() {
    Maker thief = maker.copy();
    Block anchored = maker.block(1).block();
    for (int i = 0; i < AT; i++) {
      anchored = maker.block(1).block();
    }
    for (int i = 0; i < LENGTH; i++) {
      steps.add(sent(thief.block(2)));
    }
    maker.pass(thief.now() - maker.now());
    attack(new Step.Anchor(anchored.header().seq(), anchored.link()));
  }

  private void oldKey() {
    honest(AT);
    var next = Maker.newSigner(SignatureAlgorithm.ED25519);
    var change = maker.keyChange(next);
    steps.add(sent(maker.announce(BlockFlag.KEY_CHANGE, change)));
    Maker old = maker.copy();
    maker.signWith(next);
    steps.add(sent(maker.announce(BlockFlag.KEY_CONFIRM, change)));
    honest(LENGTH - AT);
    attack(sent(old.block(1)));
  }

  /** A stream whose block 10 does it, and that an observer with challenges watches. */
  private void byReason(FindingReason reason) {
    delivery.stream(reason);
    for (SealedBlock block : delivery.blocks) {
      if (block.block().header().seq() == AT || block.block().header().seq() == AT + 1) {
        attack.add(steps.size());
      }
      steps.add(sent(block));
    }
  }

  private Watch watch() {
    return delivery.blocks.isEmpty()
        ? Watch.of(new Maker(maker.origin, maker.chain, firstSigner))
        : delivery.watch();
  }

  /** Delivers the steps in this order, and names what was found. */
  private Set<String> told(List<Integer> order, boolean isReplayed) {
    Watch watch = watch();
    long steady = delivery.blocks.isEmpty() ? maker.now() : delivery.maker.now();
    long wall = steady;
    for (int index : order) {
      switch (steps.get(index)) {
        case Step.Sent(var message, var session) -> {
          var _ =
              watch.take(ObserverEvent.Arrived.of(wall, steady, session, "test", message.bytes()));
        }
        case Step.Anchor(var seq, var link) -> {
          var chain = maker.chain;
          var _ = watch.take(new ObserverEvent.Anchored(wall, steady, chain, seq, link, "tsa"));
        }
        case Step.Revoke(var kid) -> {
          var _ = watch.take(new ObserverEvent.KeyRevoked(wall, steady, kid));
        }
        case Step.SetClock _ -> wall += 7200 * SECOND;
      }
    }
    watch.tick(wall + 6 * SECOND, steady + 6 * SECOND);
    if (isSilent) {
      watch.tick(wall + 30 * SECOND, steady + 30 * SECOND);
    }
    if (isReplayed) {
      watch.replay();
    }
    var all = new ArrayList<>(watch.findings());
    all.addAll(watch.end());
    var names = new TreeSet<String>();
    for (Finding finding : all) {
      boolean isBare = finding.reason() == null;
      names.add(finding.code() + (isBare ? "" : " " + finding.reason()));
    }
    return names;
  }

  /** Whether this order must tell it: a few are no attack in some orders. */
  private boolean isTold(Attack which, List<Integer> order) {
    int at = attack.isEmpty() ? -1 : order.indexOf(attack.getFirst());
    return switch (which) {
      case NONE -> false;
      case KEY_NOT_VALID -> at < order.size() - 1;
      case CLONE_SUSPECT -> at > 0 && at < order.size() - 1;
      default -> true;
    };
  }

  private void check(Attack which, List<Integer> order, boolean isReplayed) {
    Set<String> told = told(order, isReplayed);
    String name = which + " in order " + order + ", " + Seed.describe();
    var others = new HashSet<>(told);
    others.removeAll(OF_ORDER);
    others.removeAll(which.allowed());
    assertThat(others).as(name).isEmpty();
    boolean isAny = which.told().stream().anyMatch(told::contains);
    assertThat(isAny).as("%s: %s", name, told).isEqualTo(isTold(which, order));
  }

  private List<Integer> inOrder() {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < steps.size(); i++) {
      order.add(i);
    }
    return order;
  }

  @ParameterizedTest
  @EnumSource
  void itIsToldInEveryOrderAndNothingElseIs(Attack which) throws SigningException {
    isSilent = which == Attack.SILENT;
    make(which);
    List<Integer> inOrder = inOrder();
    check(which, inOrder, true);

    var last = new ArrayList<>(inOrder);
    last.removeAll(attack);
    last.addAll(attack);
    check(which, last, true);

    var first = new ArrayList<>(attack);
    inOrder.stream().filter(index -> !attack.contains(index)).forEach(first::add);
    check(which, first, false);

    var backwards = new ArrayList<>(inOrder);
    Collections.reverse(backwards);
    check(which, backwards, false);

    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(4, 400); i++) {
      check(which, DeliveryTest.order(steps.size(), random), false);
    }
  }

  /** A row or a reason that nobody thought of here would go untested. */
  @Test
  void everyRowAndReasonIsAmongTheAttacks() {
    var codes = EnumSet.of(FindingCode.CLOSED_LATE, FindingCode.REORDERED, FindingCode.RESUMED);
    var reasons = EnumSet.noneOf(FindingReason.class);
    for (Attack one : Attack.values()) {
      for (String told : one.told()) {
        String[] words = told.split(" ", -1);
        codes.add(FindingCode.valueOf(words[0]));
        if (words.length > 1) {
          reasons.add(FindingReason.valueOf(words[1]));
        }
      }
    }
    // What CLOSED_LATE and REORDERED say is the order itself; RESUMED follows a silence.
    assertThat(codes).isEqualTo(EnumSet.allOf(FindingCode.class));
    assertThat(reasons).isEqualTo(EnumSet.allOf(FindingReason.class));
  }
}
