package dev.penstock.bundlecorpus;

import dev.penstock.cbor.CborWriter;
import dev.penstock.merkle.note.Note;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bundle before it is written: every field can be bent, and the rest stays right. */
final class Draft {
  /** A head. */
  static final class HeadPart {
    byte[] note;
    byte[] growth;

    HeadPart(byte[] note, byte[] growth) {
      this.note = note;
      this.growth = growth;
    }
  }

  final Site site;
  final long size;

  byte[] readme = "Evidence.\n".getBytes(StandardCharsets.UTF_8);
  List<HeadPart> heads = new ArrayList<>();
  byte[] offered;
  byte @Nullable [] certificate;
  List<byte[]> anchors = new ArrayList<>();
  List<List<Item>> files = new ArrayList<>();
  byte @Nullable [] page;

  // What about.cbor says.
  long version = 1;
  String log = Site.LOG;
  String origin = Site.ORIGIN;
  long source = Site.PUMP;
  String name = "pump";
  List<String> devices = List.of();
  long from = Site.START + Site.SECOND;
  long to = Site.START + 17 * Site.SECOND;
  @Nullable List<String> points;
  List<String> redacted = List.of();
  long made = Site.START + 30 * Site.SECOND;
  long filesOff;
  long blocksOff;
  long recordsOff;

  /** Contents that are put in place of what would be written. */
  final Map<String, byte[]> instead = new LinkedHashMap<>();

  private Consumer<ZipMaker> bend = zip -> {};

  Draft(Site site) {
    this.site = site;
    this.size = site.log.size() - 4;
    this.offered = site.offered().getBytes(StandardCharsets.UTF_8);
  }

  /** All that the pump sent, under one head that two witnesses saw. */
  static Draft good(Site site) {
    var draft = new Draft(site);
    long time = (Site.START + 25 * Site.SECOND) / Site.SECOND;
    Note note = site.head(draft.size, time, site.first, site.second);
    boolean _ = draft.heads.add(new HeadPart(note.encode(), new byte[0]));
    var first = new ArrayList<Item>();
    for (Site.Sealed sealed : site.group) {
      boolean _ = first.add(Item.of(sealed, i -> sealed.plain().get(i).source() == Site.PUMP));
    }
    var second = new ArrayList<Item>();
    for (Site.Sealed sealed : site.own) {
      boolean _ = second.add(Item.of(sealed, i -> true));
    }
    boolean _ = draft.files.add(first);
    boolean _ = draft.files.add(second);
    return draft;
  }

  /** Bends the container. */
  Draft zip(Consumer<ZipMaker> how) {
    bend = how;
    return this;
  }

  Item item(int file, int at) {
    return files.get(file).get(at);
  }

  byte[] encodeHeads() {
    var out = new CborWriter(1_024);
    out.array(heads.size());
    for (HeadPart head : heads) {
      out.array(2);
      out.bytes(head.note);
      out.bytes(head.growth);
    }
    return out.toByteArray();
  }

  private byte[] encodeAbout() {
    long blocks = files.stream().mapToLong(List::size).sum();
    long records =
        files.stream().flatMap(List::stream).mapToLong(item -> item.salts.length / 16).sum();
    var out = new CborWriter(1_024);
    out.array(11);
    out.unsigned(version);
    out.text(log);
    out.array(4);
    out.text(origin);
    out.unsigned(source);
    out.text(name);
    words(out, devices);
    out.unsigned(from);
    out.unsigned(to);
    List<String> only = points;
    if (only == null) {
      out.nullValue();
    } else {
      words(out, only);
    }
    words(out, redacted);
    out.unsigned(made);
    out.unsigned(files.size() + filesOff);
    out.unsigned(blocks + blocksOff);
    out.unsigned(records + recordsOff);
    return out.toByteArray();
  }

  private static void words(CborWriter out, List<String> words) {
    out.array(words.size());
    words.forEach(out::text);
  }

  private byte[] encodeFile(List<Item> items) {
    var out = new ByteArrayOutputStream();
    long[] known = {0, size};
    var right = new ArrayDeque<long[]>();
    for (Item item : items) {
      while (known[1] <= item.index && !right.isEmpty()) {
        known = right.pop();
      }
      byte[] path = new byte[0];
      if (known[0] <= item.index && item.index < known[1]) {
        path = site.path(item.index, known[0], known[1], size);
        known = descend(item.index, known, right);
      }
      out.writeBytes(item.encode(path));
    }
    return out.toByteArray();
  }

  /** Leaves the right siblings on the way to a leaf in {@code right}, the smallest on top. */
  private static long[] descend(long index, long[] in, ArrayDeque<long[]> right) {
    long from = in[0];
    long to = in[1];
    while (to - from > 1) {
      long split = from + Long.highestOneBit(to - from - 1);
      if (index < split) {
        right.push(new long[] {split, to});
        to = split;
      } else {
        from = split;
      }
    }
    return new long[] {index, index + 1};
  }

  /** The file. */
  byte[] bytes() {
    var zip = new ZipMaker();
    add(zip, "README.txt", readme);
    add(zip, "heads.cbor", encodeHeads());
    add(zip, "trust-offered.txt", offered);
    byte[] certified = certificate;
    if (certified != null) {
      add(zip, "certificate.cose", certified);
    }
    for (int i = 0; i < anchors.size(); i++) {
      add(zip, String.format(Locale.ROOT, "anchors/%04d.cbor", i), anchors.get(i));
    }
    for (int i = 0; i < files.size(); i++) {
      add(zip, String.format(Locale.ROOT, "blocks/%06d.cbor", i), encodeFile(files.get(i)));
    }
    add(zip, "about.cbor", encodeAbout());
    byte[] html = page;
    if (html != null) {
      add(zip, "verifier.html", html);
    }
    bend.accept(zip);
    return zip.bytes();
  }

  private void add(ZipMaker zip, String name, byte[] content) {
    boolean _ = zip.entries.add(new ZipMaker.Entry(name, instead.getOrDefault(name, content)));
  }
}
