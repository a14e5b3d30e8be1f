package dev.penstock.journal;

import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Retention;
import dev.penstock.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A process that appends test frames, and now and then drops some, for as long as it lives. It says
 * each position it was told: {@code end}, or {@code end below} after a drop of plant records.
 */
final class Appender {
  /** The source of the frames that say what is dropped. */
  static final long DROPPER = 4_000_000_000L;

  private Appender() {}

  public static void main(String[] arguments) throws Exception {
    Storage folder = FileStorage.open(Path.of(arguments[0]));
    var random = new SplittableRandom(System.nanoTime());
    JournalOptions options =
        JournalOptions.of(InstantSource.system(), random, "pid=" + ProcessHandle.current().pid());
    JournalOpening opening =
        folder.exists("format")
            ? FileJournal.open(folder, options)
            : FileJournal.create(folder, 64 * 1024, options);
    if (!(opening instanceof JournalOpening.Opened(var journal, var notes))) {
      System.err.println(opening);
      System.exit(1);
      return;
    }
    while (true) {
      String said = random.nextInt(40) == 0 ? drop(journal) : append(journal, random);
      System.out.println(said);
      System.out.flush();
    }
  }

  private static String append(FileJournal journal, SplittableRandom random) throws Exception {
    long end = journal.end();
    JournalOutcome outcome = journal.append(Journals.batch(end, 1 + random.nextInt(30)));
    if (outcome instanceof JournalOutcome.Appended(var first, var count)) {
      return Long.toString(first + count);
    }
    throw new IllegalStateException(journal.state() + " " + outcome);
  }

  private static String drop(FileJournal journal) throws Exception {
    var limit = new Retention.Limit(RecordClass.PLANT, 300_000, Duration.ofDays(9));
    long end = journal.end();
    if (journal.planDrop(new Retention(List.of(limit))) instanceof DropPlanning.Planned(var plan)) {
      var statement = Journals.single(RecordClass.CONTROL, DROPPER, end, 50);
      if (journal.drop(plan, statement) instanceof JournalOutcome.Appended) {
        return (end + 1) + " " + plan.cuts().getFirst().below();
      }
      throw new IllegalStateException("not dropped");
    }
    return Long.toString(end);
  }
}
