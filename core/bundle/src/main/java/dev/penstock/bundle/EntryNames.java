package dev.penstock.bundle;

import java.util.List;
import java.util.Locale;

/**
 * Which entries a bundle has, in which order, and how long each may be: docs/formats/bundle.md §2.
 * A name that is not here has no place in a bundle, so none can lead anywhere.
 */
final class EntryNames {
  static final String README = "README.txt";
  static final String ABOUT = "about.cbor";
  static final String HEADS = "heads.cbor";
  static final String OFFERED = "trust-offered.txt";
  static final String CERTIFICATE = "certificate.cose";
  static final String PAGE = "verifier.html";

  static final int ANCHORS_MAX = 256;

  /** More would not fit into the memory of a small machine; 65,536 files are 2 TiB. */
  static final int FILES_MAX = 65_536;

  static final int FILE_BYTES_MAX = 32 << 20;

  private static final long MIB = 1L << 20;

  private EntryNames() {}

  static String anchor(int number) {
    return String.format(Locale.ROOT, "anchors/%04d.cbor", number);
  }

  static String blocks(int number) {
    return String.format(Locale.ROOT, "blocks/%06d.cbor", number);
  }

  /** True when these are the names of a bundle, in their order. */
  static boolean areInOrder(List<ZipEntry> entries) {
    int at = 0;
    for (String name : List.of(README, HEADS, OFFERED)) {
      if (!isAt(entries, at++, name)) {
        return false;
      }
    }
    at += isAt(entries, at, CERTIFICATE) ? 1 : 0;
    int anchors = 0;
    while (anchors < ANCHORS_MAX && isAt(entries, at, anchor(anchors))) {
      at++;
      anchors++;
    }
    int files = 0;
    while (files < FILES_MAX && isAt(entries, at, blocks(files))) {
      at++;
      files++;
    }
    boolean hasAbout = isAt(entries, at, ABOUT);
    at += hasAbout ? 1 : 0;
    at += isAt(entries, at, PAGE) ? 1 : 0;
    return hasAbout && at == entries.size();
  }

  private static boolean isAt(List<ZipEntry> entries, int at, String name) {
    return at < entries.size() && entries.get(at).name().equals(name);
  }

  /** How long an entry of this name may be; 0 when there is none of this name. */
  static long bytesMax(String name) {
    return switch (name) {
      case README -> MIB / 16;
      case ABOUT -> 4 * MIB;
      case HEADS -> 17 * MIB;
      case OFFERED -> MIB;
      case CERTIFICATE, PAGE -> 16 * MIB;
      default -> {
        if (name.matches("anchors/[0-9]{4}\\.cbor")) {
          yield AnchorPart.PROOF_BYTES_MAX + 1_024L;
        }
        yield name.matches("blocks/[0-9]{6}\\.cbor") ? FILE_BYTES_MAX : 0;
      }
    };
  }
}
