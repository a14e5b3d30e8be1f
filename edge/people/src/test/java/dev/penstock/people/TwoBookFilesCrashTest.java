package dev.penstock.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.people.TwoBookFiles.Opened;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a crash leaves: the last book that was acknowledged or the one that was asked for, and
 * of an erased person nothing once the erasure was acknowledged.
 */
class TwoBookFilesCrashTest {
  static final int BYTES_MAX = 1 << 16;
  private static final String ERASED = "Ana Ek";

  /** Of one sector and of several, growing and shrinking; the last two are without Ana Ek. */
  private static final List<String> BOOKS =
      List.of(
          "code",
          "Ana Ek".repeat(300),
          "Ana Ek and Ben Ode",
          "Ben Ode, Ana Ek, ".repeat(100),
          "Ben Ode",
          "Cem Ay".repeat(200));

  private static final int ERASED_FROM = 4;
  private static final int NONE = -1;

  @Test
  void theOldBookOrTheNewOneSurvivesACrashAtEveryOperation() {
    CrashCheck.of(Life::new).holds();
  }

  @ParameterizedTest
  @EnumSource
  void withoutThisForceACrashLosesSomething(PeopleForce point) {
    assertThat(CrashCheck.of(Life::new).missing(point)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITTEN", "WIPED"})
  void afterAForceThatFailedAStartDecidesForGood(PeopleForce point) throws Exception {
    for (ForceFailure how : ForceFailure.values()) {
      for (int earlier = 0; earlier < 3; earlier++) {
        failed(point, how, earlier);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterAMarkThatFailedAStartDecidesForGood(ForceFailure how) throws Exception {
    failed(PeopleForce.MARKED, how, 0);
  }

  private static void failed(PeopleForce point, ForceFailure how, int earlier) throws Exception {
    SimDisk disk = SimDisk.calm();
    try (TwoBookFiles files = ready(disk).files()) {
      for (int i = 0; i < earlier; i++) {
        files.replace(bytes(BOOKS.get(i)));
      }
      disk.failForce(point, how);
      assertThatThrownBy(() -> files.replace(bytes(BOOKS.get(earlier))))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> files.replace(bytes("more"))).hasMessageContaining("read again");
    }
    Optional<String> found = text(ready(disk));
    String before = earlier == 0 ? "" : BOOKS.get(earlier - 1);
    assertThat(found.orElse("")).isIn(before, BOOKS.get(earlier));
    assertThat(text(ready(disk.afterCrash(Fate.ALL_LOST, 0)))).as("%s", how).isEqualTo(found);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static Opened.Ready ready(SimDisk disk) throws IOException {
    Opened opened = TwoBookFiles.open(disk, BYTES_MAX);
    if (opened instanceof Opened.Ready ready) {
      return ready;
    }
    throw new AssertionError(opened);
  }

  static Optional<String> text(Opened.Ready ready) throws IOException {
    ready.files().close();
    return ready.content().map(content -> new String(content.bytes(), StandardCharsets.US_ASCII));
  }

  static boolean holds(SimDisk disk, String what) throws IOException {
    for (String name : List.of(TwoBookFiles.FIRST, TwoBookFiles.SECOND)) {
      if (disk.exists(name)
          && new String(disk.contents(name), StandardCharsets.ISO_8859_1).contains(what)) {
        return true;
      }
    }
    return false;
  }

  private static void ruin(SimDisk disk) throws IOException {
    for (String name : List.of(TwoBookFiles.FIRST, TwoBookFiles.SECOND)) {
      try (StorageFile file = disk.open(name)) {
        file.truncate(0);
        file.writeFully(ByteBuffer.wrap(bytes("not a book")), 0);
      }
    }
  }

  /** Puts some of the books, one after the other. */
  private static final class Life implements CrashStory {
    private final int from;
    private final int to;

    /** What may be found, by indexes in the list of books, none being -1. */
    private Set<Integer> possible;

    private int acknowledged;

    Life() {
      this(0, BOOKS.size() - 1, Set.of(NONE), NONE);
    }

    private Life(int from, int to, Set<Integer> possible, int acknowledged) {
      this.from = from;
      this.to = to;
      this.possible = possible;
      this.acknowledged = acknowledged;
    }

    @Override
    public void work(SimDisk disk) throws Exception {
      Opened.Ready ready = ready(disk);
      try (TwoBookFiles files = ready.files()) {
        for (int i = from; i < to; i++) {
          var asked = new HashSet<>(possible);
          boolean _ = asked.add(i);
          possible = Set.copyOf(asked);
          files.replace(bytes(BOOKS.get(i)));
          possible = Set.of(i);
          acknowledged = i;
        }
      }
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      if (acknowledged >= ERASED_FROM) {
        assertThat(holds(disk, ERASED)).as("as the crash left it").isFalse();
      }
      if (acknowledged != NONE) {
        SimDisk ruined = disk.backup();
        ruin(ruined);
        assertThat(TwoBookFiles.open(ruined, BYTES_MAX)).isInstanceOf(Opened.Lost.class);
      }
      int found = text(ready(disk)).map(BOOKS::indexOf).orElse(NONE);
      assertThat(found).as("the book").isIn(possible);
      if (found >= ERASED_FROM) {
        assertThat(holds(disk, ERASED)).as("after a start").isFalse();
      }
    }

    /** Goes on where a crash left the files. */
    @Override
    public CrashStory next() {
      int last = BOOKS.size() - 1;
      return new Life(last, last + 1, possible, acknowledged);
    }
  }
}
