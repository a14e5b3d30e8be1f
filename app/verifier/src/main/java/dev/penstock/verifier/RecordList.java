package dev.penstock.verifier;

import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Verdict;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.Event;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.evidence.record.Sealed;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The records that a bundle shows, as CSV (RFC 4180). Its last line says what they are worth. */
final class RecordList implements RecordSink, Closeable {
  private static final long NANOS = 1_000_000_000L;

  /** Names that are kept; a point beyond has its number. */
  private static final int NAMES_MAX = 20_000;

  private final Writer out;
  private final Map<String, String> names = new HashMap<>();

  private RecordList(Writer out) {
    this.out = out;
  }

  static RecordList create(Path file) throws IOException {
    var list =
        new RecordList(
            Files.newBufferedWriter(
                file,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE));
    list.out.write("leaf,record,maker,seq,kind,point,source time,received time,quality,value\r\n");
    return list;
  }

  @Override
  public void accept(long index, int place, BlockHeader header, LedgerRecord record) {
    String key = header.origin() + " " + record.source() + " " + record.point();
    if (record.value() instanceof DictionaryEntry entry && names.size() < NAMES_MAX) {
      String _ = names.put(key, entry.name());
    }
    String point =
        record.point() == null ? "" : names.getOrDefault(key, String.valueOf(record.point()));
    try {
      out.write(index + "," + place + "," + quoted(header.origin()) + ",");
      out.write(record.seq() + "," + kind(record) + ",");
      out.write(quoted(point) + "," + time(record.sourceTime()) + ",");
      out.write(time(record.receivedTime()) + "," + record.quality() + ",");
      out.write(quoted(value(record)) + "\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody shall take the list for evidence: without the verdict it is none. */
  void end(Verdict.Outcome outcome) throws IOException {
    out.write("verdict,,,,,,,,," + quoted(outcome.words()) + "\r\n");
  }

  private static String kind(LedgerRecord record) {
    return record.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String time(@Nullable Long nanos) {
    return nanos == null ? "" : Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS).toString();
  }

  static String value(LedgerRecord record) {
    return switch (record.value()) {
      case Sample(var sample) -> value(sample);
      case Event event -> event.code();
      case DictionaryEntry entry -> entry.name();
      case Sealed _ -> "sealed; its key is not in this bundle";
      default -> kind(record) + ", not spelled out here";
    };
  }

  private static String value(SampleValue sample) {
    return switch (sample) {
      case SampleValue.One(var scalar) -> value(scalar);
      case SampleValue.Many(var scalars) ->
          scalars.stream().map(RecordList::value).collect(Collectors.joining(" "));
      case SampleValue.Payload payload ->
          new String(payload.bytes().bytes(), StandardCharsets.UTF_8);
      case SampleValue.Stored stored -> "kept beside: " + stored;
      default -> String.valueOf(sample);
    };
  }

  private static String value(Scalar scalar) {
    return switch (scalar) {
      case Scalar.None() -> "";
      case Scalar.Bool(var bool) -> String.valueOf(bool);
      case Scalar.Whole(var whole) -> String.valueOf(whole);
      case Scalar.Large(var bits) -> Long.toUnsignedString(bits);
      case Scalar.Real(var real) -> String.valueOf(real);
      case Scalar.Text(var text) -> text;
      case Scalar.Bytes(var bytes) -> HexFormat.of().formatHex(bytes.bytes());
      case Scalar.Decimal(var exponent, var mantissa) ->
          new BigDecimal(BigInteger.valueOf(mantissa), -exponent).toString();
    };
  }

  /** Quoted always, and never a formula to a spreadsheet. */
  private static String quoted(String text) {
    String safe = text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    boolean isNumber = text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
    return "\"" + (isNumber ? text : safe).replace("\"", "\"\"") + "\"";
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
