package dev.penstock.cli.chain;

import dev.penstock.cli.json.JsonText;
import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.Finding;
import java.io.PrintWriter;

/** Tells a program what replays come to: one JSON array, one object for each file. */
final class ReplayJson implements Teller {
  private final PrintWriter out;
  private String beforeFile = "[";
  private String beforeFinding = "";

  ReplayJson(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(String file) {
    out.print(beforeFile + "{\"file\":" + JsonText.of(file) + ",\"findings\":[");
    beforeFile = ",";
    beforeFinding = "";
  }

  @Override
  public void finding(Finding finding) {
    out.print(beforeFinding + json(finding));
    beforeFinding = ",";
  }

  @Override
  public void end(Replay replay) {
    out.print("]," + members(replay) + "}");
    out.flush();
  }

  @Override
  public void done() {
    out.println("]");
    out.flush();
  }

  private static String members(Replay replay) {
    ChainFile.Next.Damaged damage = replay.damage();
    return "\"answer\":"
        + JsonText.of(replay.answer().name())
        + ",\"trust\":"
        + JsonText.of(replay.hasOwnTrust() ? "given" : "of the file")
        + ",\"events\":"
        + replay.events()
        + ",\"blocks\":"
        + replay.blocks()
        + ",\"damagedAt\":"
        + (damage == null ? "null" : String.valueOf(damage.offset()))
        + ",\"damage\":"
        + JsonText.of(damage == null ? null : damage.why())
        + ",\"chains\":"
        + JsonText.array(replay.chains(), ReplayJson::chain);
  }

  private static String chain(Replay.Chain one) {
    ChainState chain = one.state();
    return "{\"origin\":"
        + JsonText.of(chain.origin())
        + ",\"chain\":"
        + JsonText.of(chain.chain().toString())
        + ",\"firstSeen\":"
        + numberOrNull(chain.base())
        + ",\"trustedFrom\":"
        + numberOrNull(one.from())
        + ",\"head\":"
        + numberOrNull(chain.head())
        + ",\"link\":"
        + JsonText.of(chain.head() < 0 ? null : chain.link().toString())
        + ",\"missing\":"
        + JsonText.of(Long.toString(one.missing()))
        + ",\"duplicates\":"
        + chain.duplicates()
        + ",\"silentSince\":"
        + numberOrNull(chain.silentSince())
        + ",\"asleep\":"
        + chain.isAsleep()
        + "}";
  }

  private static String json(Finding finding) {
    var reason = finding.reason();
    var chain = finding.chain();
    var rolling = finding.rolling();
    return "{\"code\":"
        + JsonText.of(finding.code().name())
        + ",\"reason\":"
        + JsonText.of(reason == null ? null : reason.name())
        + ",\"note\":"
        + finding.code().isNote()
        + ",\"at\":"
        + JsonText.of(Long.toString(finding.at()))
        + ",\"origin\":"
        + JsonText.of(finding.origin())
        + ",\"chain\":"
        + JsonText.of(chain == null ? null : chain.toString())
        + ",\"first\":"
        + numberOrNull(finding.first())
        + ",\"last\":"
        + numberOrNull(finding.last())
        + ",\"since\":"
        + numberOrNull(finding.since())
        + ",\"count\":"
        + finding.count()
        + ",\"evidence\":"
        + JsonText.array(finding.evidence(), piece -> JsonText.of(piece.toString()))
        + ",\"rolling\":"
        + JsonText.of(rolling == null ? null : rolling.toString())
        + ",\"text\":"
        + JsonText.of(finding.describe())
        + "}";
  }

  /** A string: block numbers and times do not fit the 53 bits that many readers have. */
  private static String numberOrNull(long value) {
    return value < 0 ? "null" : JsonText.of(Long.toString(value));
  }
}
