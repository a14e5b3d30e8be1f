package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.Deflater;

/** Files that are not the one form of ZIP: docs/formats/bundle.md §1. */
final class ContainerCases {
  private final Corpus corpus;

  ContainerCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    noZip();
    names();
    fields();
    bombs();
  }

  private void raw(String name, byte[] bytes, Reason reason) {
    corpus.put(name, bytes, Outcome.UNUSABLE, Corpus.contradicted(ClaimCode.CONTAINER, reason));
  }

  private void zip(String name, Reason reason, Consumer<ZipMaker> how) {
    raw("zip-" + name, corpus.good().zip(how).bytes(), reason);
  }

  private void noZip() {
    byte[] good = corpus.good().bytes();
    raw("zip-empty-file", new byte[0], Reason.NOT_ZIP);
    raw("zip-one-byte", new byte[] {0x50}, Reason.NOT_ZIP);
    raw(
        "zip-text",
        "no bundle at all, but a text that is long enough to be looked at"
            .getBytes(StandardCharsets.UTF_8),
        Reason.NOT_ZIP);
    raw("zip-zeros", new byte[4_096], Reason.NOT_ZIP);
    raw(
        "zip-only-its-end",
        Arrays.copyOfRange(good, good.length - 22, good.length),
        Reason.NOT_ZIP);
    for (int part : List.of(1, 2, 3, 5, 9)) {
      raw(
          "zip-cut-after-" + part + "-tenths",
          Arrays.copyOf(good, good.length * part / 10),
          Reason.TRUNCATED);
    }
    raw("zip-cut-by-one-byte", Arrays.copyOf(good, good.length - 1), Reason.TRUNCATED);
    raw("zip-with-a-byte-behind", Arrays.copyOf(good, good.length + 1), Reason.TRUNCATED);
    byte[] before = new byte[good.length + 100];
    System.arraycopy(good, 0, before, 100, good.length);
    raw("zip-with-a-program-before", before, Reason.NOT_ZIP);
    byte[] twice = Arrays.copyOf(good, 2 * good.length);
    System.arraycopy(good, 0, twice, good.length, good.length);
    raw("zip-two-bundles-in-one", twice, Reason.ZIP_FORM);
  }

  private void names() {
    for (Map.Entry<String, String> one :
        Map.of(
                "up", "../about.cbor",
                "absolute", "/etc/passwd",
                "drive", "C:\\about.cbor",
                "back-slashes", "..\\..\\about.cbor",
                "zero-byte", "about.cbor\0.txt",
                "unknown", "notes.txt",
                "folder", "blocks/",
                "case", "ABOUT.CBOR",
                "dots", "blocks/../about.cbor")
            .entrySet()) {
      zip(
          "name-" + one.getKey(),
          Reason.ZIP_NAME,
          zip -> rename(zip, "about.cbor", one.getValue()));
    }
    zip(
        "name-added-at-the-end",
        Reason.ZIP_NAME,
        zip -> zip.entries.add(new ZipMaker.Entry("../../evil", new byte[9])));
    zip(
        "name-twice",
        Reason.ZIP_NAME,
        zip -> zip.entries.add(new ZipMaker.Entry("about.cbor", new byte[9])));
    zip(
        "name-heads-twice",
        Reason.ZIP_NAME,
        zip -> zip.entries.add(1, new ZipMaker.Entry("heads.cbor", zip.entries.get(1).content)));
    zip("without-about", Reason.ZIP_NAME, zip -> zip.entries.remove(zip.entry("about.cbor")));
    zip("without-heads", Reason.ZIP_NAME, zip -> zip.entries.remove(zip.entry("heads.cbor")));
    zip("without-readme", Reason.ZIP_NAME, zip -> zip.entries.remove(zip.entry("README.txt")));
    zip(
        "without-offered-trust",
        Reason.ZIP_NAME,
        zip -> zip.entries.remove(zip.entry("trust-offered.txt")));
    zip(
        "without-first-blocks",
        Reason.ZIP_NAME,
        zip -> zip.entries.remove(zip.entry("blocks/000000.cbor")));
    zip("in-another-order", Reason.ZIP_NAME, zip -> Collections.swap(zip.entries, 0, 1));
    zip(
        "blocks-swapped",
        Reason.ZIP_NAME,
        zip -> {
          int at = zip.entries.indexOf(zip.entry("blocks/000000.cbor"));
          Collections.swap(zip.entries, at, at + 1);
        });
    zip("no-entries", Reason.NOT_ZIP, zip -> zip.entries.clear());
    zip(
        "name-of-another-local-header",
        Reason.ZIP_FORM,
        zip -> zip.entry("about.cbor").localName = "uboat.cbor");
    zip("name-too-long", Reason.ZIP_FORM, zip -> rename(zip, "about.cbor", "a".repeat(300)));
  }

  private static void rename(ZipMaker zip, String from, String to) {
    ZipMaker.Entry entry = zip.entry(from);
    entry.name = to;
    entry.localName = to;
  }

  private void fields() {
    zip("comment", Reason.TRUNCATED, zip -> zip.comment = new byte[] {1, 2, 3});
    zip("bytes-behind", Reason.TRUNCATED, zip -> zip.behind = new byte[7]);
    zip("gap-before-directory", Reason.ZIP_FORM, zip -> zip.beforeDirectory = new byte[5]);
    zip("gap-between-entries", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").gap = new byte[3]);
    zip("gap-at-the-start", Reason.NOT_ZIP, zip -> zip.entry("README.txt").gap = new byte[30]);
    zip("count-too-small", Reason.ZIP_FORM, zip -> zip.countOff = -1);
    zip("count-too-large", Reason.ZIP_FORM, zip -> zip.countOff = 1);
    zip("encrypted-flag", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").flags = 1);
    zip("data-descriptor-flag", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").flags = 8);
    zip("utf8-flag", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").flags = 0x800);
    zip("method-deflate", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").method = 8);
    zip("time", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").time = 77);
    zip("date", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").date = 0x5b63);
    zip("version", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").version = 20);
    zip(
        "local-extra",
        Reason.ZIP_FORM,
        zip -> zip.entry("heads.cbor").localExtra = new byte[] {1, 0, 0, 0});
    zip(
        "central-extra",
        Reason.ZIP_FORM,
        zip -> zip.entry("heads.cbor").centralExtra = new byte[] {1, 0, 0, 0});
    zip(
        "attributes-of-a-link",
        Reason.ZIP_FORM,
        zip -> zip.entry("heads.cbor").attributes = 0xa1ff0000);
    zip("offset-off", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").offsetOff = 1);
    zip(
        "two-entries-in-one-place",
        Reason.ZIP_FORM,
        zip -> {
          int at = zip.entries.indexOf(zip.entry("blocks/000001.cbor"));
          ZipMaker.Entry first = zip.entries.get(at - 1);
          zip.entries.get(at).offsetOff = -(first.content.length + 30L + first.name.length());
        });
    zip("size-in-local-header", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").localSizeOff = 1);
    zip("size-everywhere", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").sizeOff = 1);
    zip("crc-in-local-header", Reason.ZIP_FORM, zip -> zip.entry("heads.cbor").localCrcOff = 1);
    for (String name :
        List.of(
            "README.txt",
            "about.cbor",
            "heads.cbor",
            "trust-offered.txt",
            "blocks/000000.cbor",
            "blocks/000001.cbor")) {
      zip("crc-of-" + name.replace('/', '-'), Reason.ZIP_CRC, zip -> zip.entry(name).crcOff = 1);
    }
  }

  private void bombs() {
    zip(
        "readme-too-long",
        Reason.TOO_LARGE,
        zip -> zip.entry("README.txt").content = new byte[65_537]);
    zip(
        "offered-trust-too-long",
        Reason.TOO_LARGE,
        zip -> zip.entry("trust-offered.txt").content = new byte[(1 << 20) + 1]);
    zip(
        "size-of-4-gib",
        Reason.TOO_LARGE,
        zip -> {
          ZipMaker.Entry entry = zip.entry("blocks/000001.cbor");
          entry.sizeOff = 0xfffffff0L - entry.content.length;
        });
    zip(
        "deflated-bomb",
        Reason.ZIP_FORM,
        zip -> {
          ZipMaker.Entry entry = zip.entry("about.cbor");
          entry.method = 8;
          entry.content = deflated();
        });
    zip(
        "ten-thousand-entries",
        Reason.ZIP_NAME,
        zip -> {
          for (int i = 0; i < 10_000; i++) {
            boolean _ = zip.entries.add(new ZipMaker.Entry("x" + i, new byte[0]));
          }
        });
    raw("zip64-end-that-lies", lyingEnd(), Reason.ZIP_FORM);
  }

  private static byte[] deflated() {
    var deflater = new Deflater(9);
    deflater.setInput(new byte[1 << 20]);
    deflater.finish();
    var out = new ByteArrayOutputStream();
    byte[] some = new byte[8_192];
    while (!deflater.finished()) {
      out.write(some, 0, deflater.deflate(some));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** An end record that sends the reader to a ZIP64 one, which is not there. */
  private byte[] lyingEnd() {
    byte[] good = corpus.good().bytes();
    int end = good.length - 22;
    good[end + 8] = (byte) 0xff;
    good[end + 9] = (byte) 0xff;
    good[end + 10] = (byte) 0xff;
    good[end + 11] = (byte) 0xff;
    return good;
  }
}
