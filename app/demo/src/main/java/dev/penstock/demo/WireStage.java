package dev.penstock.demo;

import dev.penstock.demo.AttackLine.Outcome;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Attacks a wire and reads from the node what it sealed about that. Belongs to one thread. */
final class WireStage {
  private static final int CONTROL_BLOCKS = 8;

  /** So often is looked whether something is found that must not be. */
  private static final int LOOKS = 20;

  private final Wire wire;
  private final SealedNews news;
  private final Waiting waiting;

  WireStage(Wire wire, SealedNews news, Waiting waiting) {
    this.wire = wire;
    this.news = news;
    this.waiting = waiting;
  }

  /** The control first, then the attacks in their order. */
  void run(List<WireAttack> attacks, int tagCount, Consumer<AttackLine> each)
      throws IOException, InterruptedException {
    each.accept(control(tagCount));
    for (WireAttack attack : attacks) {
      each.accept(attack(attack));
    }
  }

  private AttackLine control(int tagCount) throws IOException, InterruptedException {
    for (int i = 0; i < CONTROL_BLOCKS; i++) {
      wire.deliver(wire.next());
    }
    boolean isWhole = waiting.until(() -> look() && areTaken(wire.made())) && isCalm(0);
    List<String> words = new ArrayList<>();
    words.add(
        String.format(
            Locale.ROOT,
            "%,d records of %,d tags and of %d signed blocks sealed and read back, %s",
            news.count(),
            tagCount,
            news.takenCount(),
            news.findings().isEmpty() ? "nothing found" : "and this was found:"));
    news.findings().forEach(finding -> words.add(words(finding)));
    return new AttackLine(
        "control: the stream untouched",
        isWhole ? Outcome.CLEAN : Outcome.FAILED,
        "the node's sealed records",
        words);
  }

  private AttackLine attack(WireAttack attack) throws IOException, InterruptedException {
    rest();
    int findingsBefore = news.findings().size();
    int madeBefore = wire.made().size();
    attack.deed().on(wire);
    if (attack.expected().isEmpty()) {
      List<Digest> made = wire.made().subList(madeBefore, wire.made().size());
      return mended(attack, made, findingsBefore);
    }
    boolean isCaught =
        waiting.until(() ->
            look() && since(findingsBefore).stream().anyMatch(one -> isExpected(one, attack)));
    List<FindingMade> found = since(findingsBefore);
    String codes =
        found.stream().map(FindingMade::code).distinct().collect(Collectors.joining(", "));
    return new AttackLine(
        attack.done(),
        isCaught ? Outcome.CAUGHT : Outcome.FAILED,
        isCaught ? "sealed finding " + codes : "no finding of " + attack.expected(),
        found.isEmpty()
            ? List.of("nothing found: it slipped through")
            : found.stream().map(WireStage::words).toList());
  }

  private AttackLine mended(WireAttack attack, List<Digest> made, int findingsBefore)
      throws IOException, InterruptedException {
    boolean isMended =
        !made.isEmpty() && waiting.until(() -> look() && areTaken(made)) && isCalm(findingsBefore);
    List<String> words = new ArrayList<>();
    since(findingsBefore).forEach(finding -> words.add(words(finding)));
    long taken = made.stream().filter(news::isTaken).count();
    words.add(
        taken
            + " of "
            + made.size()
            + " blocks are in the log; their signed numbers give the order");
    return new AttackLine(
        attack.done(),
        isMended ? Outcome.MENDED : Outcome.FAILED,
        "the node put them in order without a word: nothing was lost",
        words);
  }

  /** Time passes for the pump, and the newest records are read; always true. */
  private boolean look() throws IOException, InterruptedException {
    wire.carry();
    news.read();
    return true;
  }

  /** Until every block that arrived is acknowledged: the pump is at rest. */
  private void rest() throws IOException, InterruptedException {
    boolean _ = waiting.until(() -> look() && wire.pump().unacknowledged() <= wire.heldCount());
  }

  private boolean areTaken(List<Digest> links) {
    return links.stream().allMatch(news::isTaken);
  }

  private boolean isCalm(int findingsBefore) throws IOException, InterruptedException {
    int[] looks = {0};
    boolean _ = waiting.until(() -> look() && ++looks[0] > LOOKS);
    return since(findingsBefore).isEmpty();
  }

  private List<FindingMade> since(int before) {
    List<FindingMade> all = news.findings();
    return all.subList(before, all.size());
  }

  private static boolean isExpected(FindingMade finding, WireAttack attack) {
    return attack.expected().stream().anyMatch(code -> code.name().equals(finding.code()));
  }

  private static String words(FindingMade finding) {
    String pieces =
        finding.evidence().stream()
            .map(ByteString::size)
            .map(String::valueOf)
            .collect(Collectors.joining(" and "));
    return finding.text() + (pieces.isEmpty() ? "" : " (kept as evidence: " + pieces + " bytes)");
  }
}
