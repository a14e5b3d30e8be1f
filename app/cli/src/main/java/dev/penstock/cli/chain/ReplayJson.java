package dev.penstock.cli.chain;

import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    out.print(beforeFile + "{\"file\":" + text(file) + ",\"findings\":[");
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
        + text(replay.answer().name())
        + ",\"trust\":"
        + text(replay.hasOwnTrust() ? "given" : "of the file")
        + ",\"events\":"
        + replay.events()
        + ",\"blocks\":"
        + replay.blocks()
        + ",\"damagedAt\":"
        + (damage == null ? "null" : String.valueOf(damage.offset()))
        + ",\"damage\":"
        + text(damage == null ? null : damage.why())
        + ",\"chains\":"
        + array(replay.chains(), ReplayJson::chain);
  }

  private static String chain(Replay.Chain one) {
    ChainState chain = one.state();
    return "{\"origin\":"
        + text(chain.origin())
        + ",\"chain\":"
        + text(chain.chain().toString())
        + ",\"firstSeen\":"
        + numberOrNull(chain.base())
        + ",\"trustedFrom\":"
        + numberOrNull(one.from())
        + ",\"head\":"
        + numberOrNull(chain.head())
        + ",\"link\":"
        + text(chain.head() < 0 ? null : chain.link().toString())
        + ",\"missing\":"
        + text(Long.toString(one.missing()))
        + ",\"duplicates\":"
        + chain.duplicates()
        + ",\"silentSince\":"
        + numberOrNull(chain.silentSince())
        + "}";
  }

  private static String json(Finding finding) {
    var reason = finding.reason();
    var chain = finding.chain();
    var rolling = finding.rolling();
    return "{\"code\":"
        + text(finding.code().name())
        + ",\"reason\":"
        + text(reason == null ? null : reason.name())
        + ",\"note\":"
        + finding.code().isNote()
        + ",\"at\":"
        + text(Long.toString(finding.at()))
        + ",\"origin\":"
        + text(finding.origin())
        + ",\"chain\":"
        + text(chain == null ? null : chain.toString())
        + ",\"first\":"
        + numberOrNull(finding.first())
        + ",\"last\":"
        + numberOrNull(finding.last())
        + ",\"since\":"
        + numberOrNull(finding.since())
        + ",\"count\":"
        + finding.count()
        + ",\"evidence\":"
        + array(finding.evidence(), piece -> text(piece.toString()))
        + ",\"rolling\":"
        + text(rolling == null ? null : rolling.toString())
        + ",\"text\":"
        + text(finding.describe())
        + "}";
  }

  private static <T> String array(List<T> values, Function<T, String> each) {
    return values.stream().map(each).collect(Collectors.joining(",", "[", "]"));
  }

  /** A string: block numbers and times do not fit the 53 bits that many readers have. */
  private static String numberOrNull(long value) {
    return value < 0 ? "null" : text(Long.toString(value));
  }

  /** A JSON string, RFC 8259 §7; names come from outside and may hold anything. */
  private static String text(@Nullable String value) {
    if (value == null) {
      return "null";
    }
    var out = new StringBuilder("\"");
    value
        .chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (c < 0x20 || c > 0x7e) {
            out.append("\\u%04x".formatted(c));
          } else {
            out.append((char) c);
          }
        });
    return out.append('"').toString();
  }
}
