package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Retention;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which segments stay open for readers, and for how long. */
class OpenFilesTest {
  private final WatchedDisk disk = new WatchedDisk();

  private static List<Extent> filled(FileJournal journal, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      assertThat(journal.append(Journals.single(RecordClass.PLANT, 1, i, 1000)))
          .isInstanceOf(JournalOutcome.Appended.class);
    }
    var extents = new ArrayList<Extent>();
    try (JournalCursor cursor = Journals.cursor(journal, "test", 0)) {
      var _ = cursor.read(frame -> extents.add(frame.extent(0, 1)), 1 << 20);
    }
    return extents;
  }

  private static long size(OpenFiles files, String name) throws IOException {
    return files.use(name, StorageFile::sizeBytes);
  }

  @Test
  void aSegmentIsOpenedOnceForManyReads() throws Exception {
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      List<Extent> extents = filled(journal, 10);
      disk.opened.clear();
      for (int round = 0; round < 20; round++) {
        for (Extent extent : extents) {
          assertThat(journal.read(extent, new byte[1000])).isEqualTo(new ExtentReading.Found());
        }
      }
      assertThat(disk.opened).containsExactly("segments/00000001.plant");
    }
    assertThat(disk.open).isEmpty();
  }

  /** An open file takes room on the disk after it was removed. */
  @Test
  void whatIsDroppedIsNotKeptOpen() throws Exception {
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Extent oldest = filled(journal, 60).getFirst();
      assertThat(journal.read(oldest, new byte[1000])).isEqualTo(new ExtentReading.Found());
      assertThat(disk.open).contains("segments/00000001.plant");
      var retention =
          new Retention(
              List.of(new Retention.Limit(RecordClass.PLANT, 40_000, Duration.ofDays(365))));
      var plan = ((DropPlanning.Planned) journal.planDrop(retention)).plan();
      assertThat(journal.drop(plan, Journals.single(RecordClass.CONTROL, 9, 1, 60)))
          .isInstanceOf(JournalOutcome.Appended.class);
      assertThat(disk.open).doesNotContain("segments/00000001.plant");
      assertThat(journal.read(oldest, new byte[1000])).isEqualTo(new ExtentReading.Dropped());
    }
  }

  @Test
  void onlySoManyStayOpen() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      disk.create(name).close();
    }
    try (var files = new OpenFiles(disk, 2)) {
      for (String name : List.of("a", "b", "a", "c", "a", "c", "b")) {
        assertThat(size(files, name)).isZero();
      }
      // b went for c because a was used after it, and then a for b.
      assertThat(disk.opened).containsExactly("a", "b", "c", "b");
      assertThat(disk.open).containsExactlyInAnyOrder("b", "c");
    }
    assertThat(disk.open).isEmpty();
    var none = new OpenFiles(disk, 0);
    assertThat(size(none, "a")).isZero();
    assertThat(disk.open).isEmpty();
  }

  @Test
  void whoReadsIsNotDisturbedByOthersAndAFailedReadBeginsAnew() throws Exception {
    disk.create("a").close();
    try (var files = new OpenFiles(disk, 2)) {
      long size =
          files.use(
              "a",
              file -> {
                files.letGo("a");
                assertThat(disk.open).containsExactly("a");
                return file.sizeBytes();
              });
      assertThat(size).isZero();
      assertThat(disk.open).isEmpty();
      assertThatThrownBy(() ->
              files.use(
                  "a",
                  _ -> {
                    throw new IOException("the disk says no");
                  }))
          .hasMessage("the disk says no");
      assertThat(disk.open).isEmpty();
      assertThat(size(files, "a")).isZero();
      assertThat(disk.opened).hasSize(3);
    }
  }

  /** What a hung disk holds up: whoever asks it, and nobody who wants another file. */
  @Test
  void nobodyWaitsWhileAnotherOpensOrCloses() throws Exception {
    for (String name : List.of("a", "b")) {
      disk.create(name).close();
    }
    try (var files = new OpenFiles(disk, 2)) {
      disk.opening = whileOthersGoOn(files);
      assertThat(size(files, "a")).isZero();
      disk.opening = _ -> {};
      assertThat(disk.open).contains("b");
      disk.closing = whileOthersGoOn(files);
      assertThat(size(files, "a")).isZero();
      files.letGo("a");
      disk.closing = _ -> {};
    }
    assertThat(disk.open).isEmpty();
  }

  /** While somebody has to do with a, another thread reads b and has something let go. */
  private Consumer<String> whileOthersGoOn(OpenFiles files) {
    return name -> {
      if (name.equals("a")) {
        assertThat(
                CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            files.letGo("c");
                            return size(files, "b");
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        })
                    .orTimeout(120, TimeUnit.SECONDS)
                    .join())
            .isZero();
      }
    };
  }

  /** Otherwise a file that was removed would stay on the disk until the end. */
  @Test
  void whatIsLetGoWhileItIsOpenedIsNotKeptOpen() throws Exception {
    disk.create("a").close();
    try (var files = new OpenFiles(disk, 2)) {
      disk.opening = files::letGo;
      assertThat(size(files, "a")).isZero();
      assertThat(disk.open).isEmpty();
    }
  }

  @Test
  void ofTwoWhoOpenTheSameOneFileStays() throws Exception {
    disk.create("a").close();
    try (var files = new OpenFiles(disk, 2)) {
      disk.opening =
          name -> {
            disk.opening = _ -> {};
            try {
              assertThat(size(files, name)).isZero();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      assertThat(size(files, "a")).isZero();
      assertThat(disk.opened).containsExactly("a", "a");
      assertThat(disk.open).containsExactly("a");
    }
    assertThat(disk.open).isEmpty();
  }
}
