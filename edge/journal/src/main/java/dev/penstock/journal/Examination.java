package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first half of opening a journal: finds out what is durable, and whether anything contradicts
 * that. Only reads.
 *
 * <p>The rule, docs/formats/journal.md "Recovery": a commit counts when its part is whole in every
 * class it names. Only one commit is ever unforced, so the first one that is not whole ends the
 * journal, unless something shows that it was durable once: then nothing is believed and nothing
 * changed.
 */
final class Examination {
  private final Storage storage;

  /** Whether a writer is at work: then what stands at the end is its to judge. */
  private final boolean isBesideWriter;

  Examination(Storage storage) {
    this(storage, false);
  }

  Examination(Storage storage, boolean isBesideWriter) {
    this.storage = storage;
    this.isBesideWriter = isBesideWriter;
  }

  /**
   * What was found.
   *
   * @param durable what can be read
   * @param finding why nothing may be appended
   * @param lastParts by class: where the part of the last commit begins, or -1; all -1 when there
   *     was none since the newest segment was made
   * @param isConfirmed whether anything shows that the last commit was durable
   * @param isFenceDue by class: whether the beginning of an unfinished commit stands at the end
   * @param surplus segments that were dropped, but are still or again there
   */
  record Examined(
      JournalFormat format,
      Durable durable,
      Optional<JournalFinding> finding,
      List<Integer> lastParts,
      boolean isConfirmed,
      List<Boolean> isFenceDue,
      List<SegmentHead> surplus,
      List<String> notes) {}

  Examined run() throws IOException {
    JournalFormat format = readFormat(storage);
    if (!storage.exists(Names.SEGMENTS)) {
      throw Damage.of(JournalFault.SEGMENT_MISSING, Names.SEGMENTS, "the folder is not there");
    }
    Catalog catalog = Catalog.read(storage, format);
    @Nullable TailWalk[] walks = new @Nullable TailWalk[ClassCode.COUNT];
    try {
      for (int code = 0; code < ClassCode.COUNT; code++) {
        walks[code] = walk(catalog, code);
      }
      return new Run(format, catalog, walks).run(isBesideWriter);
    } finally {
      Closing.all(walks);
    }
  }

  static JournalFormat readFormat(Storage storage) throws IOException {
    if (!storage.exists(Names.FORMAT)) {
      throw Damage.of(
          JournalFault.NOT_A_JOURNAL, Names.FORMAT, "the folder holds no file of this name");
    }
    try (StorageFile file = storage.openReadOnly(Names.FORMAT)) {
      long size = file.sizeBytes();
      if (size > JournalFormat.BYTES_MAX) {
        throw Damage.of(JournalFault.FORMAT_UNREADABLE, Names.FORMAT, "it has " + size + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      file.readFully(bytes, 0);
      return JournalFormat.decode(bytes.array());
    }
  }

  /** A walk over what came after the newest segment was made; null for a class without any. */
  private @Nullable TailWalk walk(Catalog catalog, int code) throws IOException {
    int number = catalog.newestOf(code);
    if (number == ClassRow.NONE) {
      return null;
    }
    SegmentHead newest = catalog.newest();
    ClassRow row = newest.rows().get(code);
    int at = newest.classCode() == code ? SegmentHead.BYTES : row.end();
    return new TailWalk(storage, catalog.require(number, code), at, row.behind());
  }

  private static final class Run {
    private final JournalFormat format;
    private final Catalog catalog;
    private final @Nullable TailWalk[] walks;
    private final int[] oldest = new int[ClassCode.COUNT];
    private final int[] lastParts = {-1, -1, -1};
    private final boolean[] isFenceDue = new boolean[ClassCode.COUNT];
    private final List<String> notes = new ArrayList<>();
    private long end;
    private boolean isConfirmed = true;

    Run(JournalFormat format, Catalog catalog, @Nullable TailWalk[] walks) {
      this.format = format;
      this.catalog = catalog;
      this.walks = walks;
      this.end = catalog.newest().firstPosition();
      for (int code = 0; code < ClassCode.COUNT; code++) {
        oldest[code] = catalog.oldestOf(code);
      }
    }

    Examined run(boolean isBesideWriter) throws IOException {
      Optional<JournalFinding> finding = Optional.empty();
      try {
        while (takeCommit()) {
          // Until the first that is not whole.
        }
        if (!isBesideWriter) {
          judgeEnd();
        }
      } catch (JournalDamagedException e) {
        finding = Optional.of(e.finding());
      }
      List<List<SegmentHead>> chains = new ArrayList<>();
      int[] newestEnd = new int[ClassCode.COUNT];
      long[] behind = new long[ClassCode.COUNT];
      for (int code = 0; code < ClassCode.COUNT; code++) {
        chains.add(catalog.chain(code, oldest[code]));
        TailWalk walk = walks[code];
        newestEnd[code] = walk == null ? 0 : walk.at();
        behind[code] = walk == null ? 0 : walk.behind();
      }
      return new Examined(
          format,
          Durable.of(end, chains, newestEnd, behind),
          finding,
          boxed(lastParts),
          isConfirmed,
          List.of(isFenceDue[0], isFenceDue[1], isFenceDue[2]),
          surplus(chains),
          notes);
    }

    private static List<Integer> boxed(int[] numbers) {
      return List.of(numbers[0], numbers[1], numbers[2]);
    }

    private List<SegmentHead> surplus(List<List<SegmentHead>> chains)
        throws JournalDamagedException {
      List<SegmentHead> surplus = catalog.outside(chains);
      for (SegmentHead head : surplus) {
        if (head.number() >= oldest[head.classCode()]) {
          throw Damage.of(
              JournalFault.SEGMENT_DAMAGED,
              head.fileName(),
              "no other segment knows of it, although it was not dropped");
        }
      }
      return surplus;
    }

    /** Passes the next commit; false when none stands whole at the end of what was passed. */
    private boolean takeCommit() throws IOException {
      int there = 0;
      int named = 0;
      int frames = 0;
      int commitFrames = 0;
      for (int code = 0; code < ClassCode.COUNT; code++) {
        TailWalk walk = walks[code];
        if (walk != null && walk.isWhole() && walk.firstPosition() == end) {
          if (there != 0 && (walk.classes() != named || walk.commitFrames() != commitFrames)) {
            throw walk.damaged(
                JournalFault.COMMIT_DAMAGED, "the parts of the commit contradict each other");
          }
          there |= ClassCode.bit(code);
          named = walk.classes();
          commitFrames = walk.commitFrames();
          frames += walk.framesHere();
        }
      }
      if (there == 0 || there != named) {
        return false;
      }
      if (frames != commitFrames) {
        throw Damage.of(
            JournalFault.COMMIT_DAMAGED,
            Names.SEGMENTS,
            "the parts of commit " + end + " have " + frames + " frames, due were " + commitFrames);
      }
      pass(there);
      end += commitFrames;
      return true;
    }

    private void pass(int classes) throws IOException {
      for (int code = 0; code < ClassCode.COUNT; code++) {
        TailWalk walk = walks[code];
        lastParts[code] = -1;
        if (walk != null && (classes & ClassCode.bit(code)) != 0) {
          if (walk.isDrop()) {
            oldest[ClassCode.PLANT] = walk.dropOldest(ClassCode.PLANT);
            oldest[ClassCode.ACCESS] = walk.dropOldest(ClassCode.ACCESS);
          }
          lastParts[code] = walk.at();
          walk.pass();
        }
      }
    }

    /** Decides between the end of the journal and damage. */
    private void judgeEnd() throws IOException {
      isConfirmed = lastParts[0] < 0 && lastParts[1] < 0 && lastParts[2] < 0;
      for (int code = 0; code < ClassCode.COUNT; code++) {
        TailWalk walk = walks[code];
        if (walk == null) {
          continue;
        }
        TailWalk.Trace trace = walk.isWhole() ? TailWalk.Trace.BEGUN : walk.trace();
        if (walk.isWhole()) {
          judgeWhole(walk);
        } else if (trace == TailWalk.Trace.LATER || walk.hasHeadOfOther(end)) {
          throw walk.damaged(
              JournalFault.COMMIT_DAMAGED,
              walk.flaw() + ", but what stands here or behind it shows that it was durable");
        }
        isFenceDue[code] = trace == TailWalk.Trace.BEGUN;
        isConfirmed |= lastParts[code] >= 0 && trace != TailWalk.Trace.NONE;
      }
      if (isFenceDue[0] || isFenceDue[1] || isFenceDue[2]) {
        notes.add("a commit at position " + end + " was never finished; it is not in the journal");
      }
    }

    /** A part that is whole, of a commit that is not. */
    private void judgeWhole(TailWalk walk) throws IOException {
      if (walk.firstPosition() != end) {
        throw walk.damaged(
            JournalFault.COMMITS_LOST,
            "a commit of position " + walk.firstPosition() + " stands here, due was " + end);
      }
      if (walk.isConfirmedBehind()) {
        throw walk.damaged(
            JournalFault.COMMITS_LOST,
            "the commit of position " + end + " was durable, but other parts of it are not there");
      }
    }
  }
}
