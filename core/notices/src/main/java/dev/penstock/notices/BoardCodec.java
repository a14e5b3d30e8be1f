package dev.penstock.notices;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The state of a board as bytes, docs/formats/notices.md. */
final class BoardCodec {
  private static final int VERSION = 1;

  /** A full board with full lines has less than 2 MiB. */
  private static final int BYTES_MAX = 4 << 20;

  private static final int FIELDS = 5;
  private static final int OPEN_FIELDS = 6;
  private static final int NOTICE_FIELDS = 6;
  private static final int LINE_FIELDS = 9;
  private static final int ERRAND_FIELDS = 5;
  private static final int NAME_BYTES_MAX = 64;
  private static final int STEPS_MAX = Route.STEPS_MAX;

  /** The year 9999. */
  private static final long MILLIS_MAX = 253_402_300_799_999L;

  private BoardCodec() {}

  /** What is kept of a line. */
  record KeptLine(String name, ChannelLine.Figures figures, List<Errand> errands) {}

  /** What is kept of a board. */
  record Kept(Instant lookedAt, long nextId, List<OpenNotice> open, List<KeptLine> lines) {}

  static byte[] encode(
      Instant lookedAt, long nextId, Collection<OpenNotice> open, Collection<ChannelLine> lines) {
    var out = new CborWriter(1_024);
    out.array(FIELDS);
    out.unsigned(VERSION);
    writeTime(out, lookedAt);
    out.unsigned(nextId);
    out.array(open.size());
    open.forEach(each -> writeOpen(out, each));
    out.array(lines.size());
    lines.forEach(each -> writeLine(out, each));
    return out.toByteArray();
  }

  private static void writeTime(CborWriter out, Instant time) {
    out.unsigned(Math.clamp(time.toEpochMilli(), 0, MILLIS_MAX));
  }

  private static void writeOpen(CborWriter out, OpenNotice each) {
    Standing standing = each.standing();
    out.array(OPEN_FIELDS);
    writeNotice(out, standing.notice());
    if (standing.acknowledged().isPresent()) {
      out.array(2);
      out.text(standing.acknowledged().get().by());
      writeTime(out, standing.acknowledged().get().at());
    } else {
      out.nullValue();
    }
    writeTime(out, each.stepsFrom());
    out.unsigned(standing.stepsTaken());
    writeTime(out, each.toldAt());
    out.array(standing.told().size());
    standing.told().forEach(out::text);
  }

  private static void writeNotice(CborWriter out, Notice notice) {
    out.array(NOTICE_FIELDS);
    out.unsigned(notice.kind().code());
    out.text(notice.subject());
    out.unsigned(notice.severity().code());
    out.text(notice.text());
    writeTime(out, notice.since());
    out.bool(notice.state() == Notice.State.RAISED);
  }

  private static void writeLine(CborWriter out, ChannelLine line) {
    ChannelLine.Figures figures = line.figures();
    out.array(LINE_FIELDS);
    out.text(line.name());
    writeTime(out, figures.windowFrom());
    out.unsigned(figures.inWindow());
    out.unsigned(figures.held());
    writeTime(out, figures.heldSince());
    out.unsigned(figures.failures());
    out.bool(figures.isRefusing());
    writeTime(out, figures.nextAt());
    out.array(line.waiting().size());
    for (Errand each : line.waiting()) {
      out.array(ERRAND_FIELDS);
      out.unsigned(each.id());
      out.unsigned(each.occasion().code());
      writeNotice(out, each.notice());
      writeTime(out, each.madeAt());
      out.unsigned(each.attempts());
    }
  }

  static Decoded<Kept> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    Instant lookedAt = readTime(in);
    long nextId = in.unsigned();
    List<OpenNotice> open = new ArrayList<>();
    Set<NoticeKey> keys = new HashSet<>();
    int openCount = count(in, NoticeBoard.OPEN_MAX + NoticeBoard.CRITICAL_MAX);
    for (int i = 0; i < openCount && !in.isRefused(); i++) {
      readOpen(in).filter(each -> isNew(in, keys.add(each.key()))).ifPresent(open::add);
    }
    List<KeptLine> lines = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int lineCount = count(in, NoticeRules.CHANNELS_MAX);
    for (int i = 0; i < lineCount && !in.isRefused(); i++) {
      readLine(in, nextId).filter(each -> isNew(in, names.add(each.name()))).ifPresent(lines::add);
    }
    return in.end(() -> new Kept(lookedAt, nextId, open, lines));
  }

  private static int count(CborReader in, int max) {
    int count = in.array();
    if (count > max) {
      in.refuse(CborReason.OUT_OF_RANGE);
      return 0;
    }
    return count;
  }

  private static boolean isNew(CborReader in, boolean isAdded) {
    if (!isAdded) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return isAdded;
  }

  private static Instant readTime(CborReader in) {
    return Instant.ofEpochMilli(in.unsigned(MILLIS_MAX));
  }

  private static Optional<OpenNotice> readOpen(CborReader in) {
    in.expectArray(OPEN_FIELDS);
    Optional<Notice> notice = readNotice(in);
    Optional<Standing.Acknowledgement> acknowledged = Optional.empty();
    if (!in.takeNull()) {
      in.expectArray(2);
      String by = plain(in, Standing.Acknowledgement.BY_BYTES_MAX);
      acknowledged = Optional.of(new Standing.Acknowledgement(by, readTime(in)));
    }
    Instant stepsFrom = readTime(in);
    int stepsTaken = (int) in.unsigned(STEPS_MAX);
    Instant toldAt = readTime(in);
    List<String> told = new ArrayList<>();
    int count = count(in, NoticeRules.CHANNELS_MAX);
    for (int i = 0; i < count && !in.isRefused(); i++) {
      String name = channelName(in);
      if (isNew(in, !told.contains(name))) {
        boolean _ = told.add(name);
      }
    }
    if (notice.isPresent()
        && (notice.get().kind().nature() != NoticeKind.Nature.CONDITION
            || notice.get().state() != Notice.State.RAISED)) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    if (in.isRefused() || notice.isEmpty()) {
      return Optional.empty();
    }
    var standing = new Standing(notice.get(), acknowledged, stepsTaken, told);
    return Optional.of(OpenNotice.of(standing, stepsFrom, toldAt));
  }

  private static Optional<Notice> readNotice(CborReader in) {
    in.expectArray(NOTICE_FIELDS);
    Optional<NoticeKind> kind = NoticeKind.ofCode(in.unsigned());
    String subject = plain(in, NoticeKey.SUBJECT_BYTES_MAX);
    Optional<Severity> severity = Severity.ofCode(in.unsigned());
    String text = plain(in, Notice.TEXT_BYTES_MAX);
    Instant since = readTime(in);
    Notice.State state = in.bool() ? Notice.State.RAISED : Notice.State.CLEARED;
    if (kind.isEmpty() || severity.isEmpty()) {
      in.refuse(CborReason.OUT_OF_RANGE);
      return Optional.empty();
    }
    return in.isRefused()
        ? Optional.empty()
        : Optional.of(new Notice(kind.get(), subject, severity.get(), text, since, state));
  }

  private static String plain(CborReader in, int bytesMax) {
    String text = in.text(bytesMax);
    if (!PlainText.is(text, bytesMax)) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return text;
  }

  private static String channelName(CborReader in) {
    String name = in.text(NAME_BYTES_MAX);
    if (!ChannelRule.isName(name)) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return name;
  }

  private static Optional<KeptLine> readLine(CborReader in, long nextId) {
    in.expectArray(LINE_FIELDS);
    String name = channelName(in);
    var figures =
        new ChannelLine.Figures(
            readTime(in),
            (int) in.unsigned(Integer.MAX_VALUE),
            in.unsigned(),
            readTime(in),
            (int) in.unsigned(1_000),
            in.bool(),
            readTime(in));
    List<Errand> errands = new ArrayList<>();
    int count = count(in, ChannelLine.WAITING_MAX);
    for (int i = 0; i < count && !in.isRefused(); i++) {
      readErrand(in, name, nextId).ifPresent(errands::add);
    }
    return in.isRefused() ? Optional.empty() : Optional.of(new KeptLine(name, figures, errands));
  }

  private static Optional<Errand> readErrand(CborReader in, String channel, long nextId) {
    in.expectArray(ERRAND_FIELDS);
    long id = in.unsigned();
    Optional<Occasion> occasion = Occasion.ofCode(in.unsigned());
    Optional<Notice> notice = readNotice(in);
    Instant madeAt = readTime(in);
    int attempts = (int) in.unsigned(Integer.MAX_VALUE);
    if (occasion.isEmpty() || id >= nextId) {
      in.refuse(CborReason.OUT_OF_RANGE);
      return Optional.empty();
    }
    return in.isRefused()
        ? Optional.empty()
        : notice.map(about -> new Errand(id, channel, occasion.get(), about, madeAt, attempts));
  }
}
