package dev.penstock.bundle;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a bundle says it is: its maker's word, which the rest of the bundle bears out or not.
 *
 * @param log origin of the log
 * @param origin of the gateway's own blocks
 * @param source its number at that gateway
 * @param name what people call it
 * @param devices origins of blocks that the source signs itself
 * @param from ns since 1970
 * @param to not included
 * @param points names of those that were asked for; absent for all
 * @param redacted names of points that are withheld on purpose
 * @param files entries under blocks/
 * @param records how many are shown
 */
public record About(
    String log,
    String origin,
    long source,
    String name,
    List<String> devices,
    long from,
    long to,
    Optional<List<String>> points,
    List<String> redacted,
    long made,
    int files,
    long blocks,
    long records) {
  static final int VERSION = 1;
  static final int POINTS_MAX = 4_096;
  static final int DEVICES_MAX = 64;
  private static final int WORD_BYTES_MAX = 255;
  private static final int BYTES_MAX = 4 << 20;
  private static final long ID_MAX = 0xffff_ffffL;

  public About {
    devices = List.copyOf(devices);
    points = points.map(List::copyOf);
    redacted = List.copyOf(redacted);
  }

  /** The part as it stands in a bundle. */
  public byte[] encode() {
    var out = new CborWriter(1_024);
    out.array(11);
    out.unsigned(VERSION);
    out.text(log);
    out.array(4);
    out.text(origin);
    out.unsigned(source);
    out.text(name);
    words(out, devices);
    out.unsigned(from);
    out.unsigned(to);
    if (points.isPresent()) {
      words(out, points.get());
    } else {
      out.nullValue();
    }
    words(out, redacted);
    out.unsigned(made);
    out.unsigned(files);
    out.unsigned(blocks);
    out.unsigned(records);
    return out.toByteArray();
  }

  private static void words(CborWriter out, List<String> words) {
    out.array(words.size());
    words.forEach(out::text);
  }

  static Decoded<About> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(11);
    if (in.unsigned() != VERSION) {
      in.refuse(Part.OTHER_VERSION);
    }
    String log = word(in);
    in.expectArray(4);
    String origin = word(in);
    long source = in.unsigned(ID_MAX);
    String name = word(in);
    List<String> devices = words(in, DEVICES_MAX);
    long from = in.unsigned();
    long to = in.unsigned();
    Optional<List<String>> points = Optional.empty();
    if (in.peek() == CborType.NULL) {
      in.expectNull();
    } else {
      points = Optional.of(words(in, POINTS_MAX));
    }
    List<String> redacted = words(in, POINTS_MAX);
    long made = in.unsigned();
    int files = (int) in.unsigned(EntryNames.FILES_MAX);
    long blocks = in.unsigned();
    long records = in.unsigned();
    if (to < from || (points.isPresent() && points.get().isEmpty())) {
      in.refuse(Part.OUT_OF_RANGE);
    }
    Optional<List<String>> wanted = points;
    return in.end(() ->
        new About(
            log, origin, source, name, devices, from, to, wanted, redacted, made, files, blocks,
            records));
  }

  private static String word(CborReader in) {
    String word = in.text(WORD_BYTES_MAX);
    if (word.isEmpty()) {
      in.refuse(Part.OUT_OF_RANGE);
    }
    return word;
  }

  private static List<String> words(CborReader in, int countMax) {
    int count = in.array();
    var words = new ArrayList<String>();
    if (count > countMax) {
      in.refuse(Part.OUT_OF_RANGE);
    }
    for (int i = 0; i < count && !in.isRefused(); i++) {
      words.add(word(in));
    }
    return words;
  }
}
