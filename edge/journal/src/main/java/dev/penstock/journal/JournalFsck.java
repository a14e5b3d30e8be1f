package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads every byte of a journal again and says what is wrong with it: each part against its CRC and
 * its segment, each commit against all its parts, each segment against those that know of it. Takes
 * no lock and changes nothing.
 */
public final class JournalFsck {
  private final Storage storage;
  private final boolean isBesideWriter;

  private JournalFsck(Storage storage, boolean isBesideWriter) {
    this.storage = storage;
    this.isBesideWriter = isBesideWriter;
  }

  /** A check of the journal in this folder, which nobody writes to. */
  public static JournalFsck of(Storage storage) {
    return new JournalFsck(storage, false);
  }

  /**
   * The same while a writer is at work: what stands at the end is then not judged, since it may be
   * half written; everything before is.
   */
  public JournalFsck besideWriter() {
    return new JournalFsck(storage, true);
  }

  /** Does it. */
  public JournalCheck run() {
    return new Run().run();
  }

  private final class Run {
    private final List<JournalFinding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String id = "";
    private long end;
    private long commits;
    private long frames;
    private long records;
    private long bytes;

    JournalCheck run() {
      try {
        id = Examination.readFormat(storage).id();
        findStrangers();
        Examination.Examined examined = new Examination(storage, isBesideWriter).run();
        examined.finding().ifPresent(findings::add);
        notes.addAll(examined.notes());
        for (SegmentHead head : examined.surplus()) {
          notes.add(head.fileName() + " was dropped; the next start removes it");
        }
        end = examined.durable().end();
        checkCommits(examined.durable());
      } catch (IOException e) {
        findings.add(Damage.finding(JournalFault.READ_FAILED, "folder", e));
      }
      return new JournalCheck(id, end, commits, frames, records, bytes, findings, notes);
    }

    private void findStrangers() throws IOException {
      for (String name : storage.list("")) {
        if (!Names.ROOT.contains(name)) {
          stranger(name);
        }
      }
      if (storage.exists(Names.SEGMENTS)) {
        for (String name : storage.list(Names.SEGMENTS)) {
          boolean isPrepared =
              name.startsWith(Names.PREPARED_PREFIX)
                  && ClassCode.ofName(name.substring(Names.PREPARED_PREFIX.length())).isPresent();
          if (!isPrepared && Names.segmentNumber(name).isEmpty()) {
            stranger(Names.SEGMENTS + "/" + name);
          }
        }
      }
    }

    private void stranger(String name) {
      if (name.equals(Names.FORMAT_NEW)) {
        notes.add(name + " is left from the making of the journal; the next start removes it");
      } else {
        findings.add(
            new JournalFinding(
                JournalFault.UNEXPECTED_FILE, name, "no file of a journal has this name"));
      }
    }

    private void checkCommits(Durable durable) throws IOException {
      SegmentsWalk[] walks = new SegmentsWalk[ClassCode.COUNT];
      for (int code = 0; code < ClassCode.COUNT; code++) {
        walks[code] = new SegmentsWalk(storage, durable, code, findings);
      }
      try {
        long due = 0;
        for (SegmentsWalk walk : walks) {
          boolean _ = walk.next();
        }
        for (long first = first(walks); first < Long.MAX_VALUE; first = first(walks)) {
          if (first > due && !isExcused(durable, walks, due)) {
            lost("commit " + due + " is not there, the next is " + first);
          }
          due = checkCommit(durable, walks, first);
          commits++;
        }
        if (due < end && !isExcused(durable, walks, due)) {
          lost("commit " + due + " is not there, the journal ends at " + end);
        }
      } finally {
        Closing.all(walks);
        for (SegmentsWalk walk : walks) {
          frames += walk.frameCount();
          records += walk.recordCount();
          bytes += walk.byteCount();
        }
      }
    }

    private static long first(SegmentsWalk[] walks) {
      long first = Long.MAX_VALUE;
      for (SegmentsWalk walk : walks) {
        first = walk.isThere() ? Math.min(first, walk.firstPosition()) : first;
      }
      return first;
    }

    /** True when what is missing from a position on was dropped, or is told of already. */
    private static boolean isExcused(Durable durable, SegmentsWalk[] walks, long position) {
      boolean isExcused = false;
      for (int code = 0; code < ClassCode.COUNT; code++) {
        isExcused |= walks[code].hasHole() || position < durable.goneBelow(code);
      }
      return isExcused;
    }

    /** Checks the parts of the commit at this position against each other; where it ends. */
    private long checkCommit(Durable durable, SegmentsWalk[] walks, long first) throws IOException {
      int there = 0;
      int named = 0;
      int framesThere = 0;
      long commitEnd = first;
      for (int code = 0; code < ClassCode.COUNT; code++) {
        SegmentsWalk walk = walks[code];
        if (walk.isThere() && walk.firstPosition() == first) {
          if (there != 0 && (walk.classes() != named || walk.endPosition() != commitEnd)) {
            findings.add(walk.damaged("it contradicts the other parts of its commit").finding());
          }
          there |= ClassCode.bit(code);
          named = walk.classes();
          commitEnd = walk.endPosition();
          framesThere += walk.framesHere();
          boolean _ = walk.next();
        }
      }
      boolean isMissing = false;
      for (int code = 0; code < ClassCode.COUNT; code++) {
        boolean isNamed = (named & ~there & ClassCode.bit(code)) != 0;
        isMissing |= isNamed;
        if (isNamed && first >= durable.goneBelow(code) && !walks[code].hasHole()) {
          lost("commit " + first + " has no part of class " + ClassCode.name(code));
        }
      }
      if (!isMissing && framesThere != commitEnd - first) {
        lost("commit " + first + " has " + framesThere + " frames, due are " + (commitEnd - first));
      }
      return commitEnd;
    }

    private void lost(String detail) {
      findings.add(new JournalFinding(JournalFault.COMMITS_LOST, Names.SEGMENTS, detail));
    }
  }
}
