package dev.penstock.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.shred.PeriodKey;
import dev.penstock.flow.shred.KeyFound;
import dev.penstock.flow.shred.KeyPeriod;
import dev.penstock.flow.shred.ShredOrder;
import dev.penstock.flow.shred.ShredOrder.Step;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One key for each source and period; who and why when it is gone. */
class FileVaultTest {
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final ShredPolicy POLICY = new ShredPolicy(List.of("*"), Duration.ofDays(1));
  private static final ByteString ORDER = ByteString.of(new byte[16]);

  private final SimDisk disk = SimDisk.calm();

  private FileVault open() throws IOException {
    return FileVault.open(disk, new Secrets(disk.operationCount()));
  }

  private static ShredOrder order(ByteString... keys) {
    return new ShredOrder(ORDER, 99, 1, 0, DAY, "Ana Ek", "asked for by the person", List.of(keys));
  }

  private static void shred(FileVault vault, ByteString... keys) throws IOException {
    vault.order(order(keys));
    vault.advance(ORDER, Step.STATED);
    vault.advance(ORDER, Step.DESTROYED);
    vault.advance(ORDER, Step.DONE);
  }

  @Test
  void eachSourceAndPeriodHasItsKeyAlsoAfterAStart() throws IOException {
    ByteString first;
    try (FileVault vault = open()) {
      first = vault.keyFor(1, 5, POLICY).id();
      assertThat(vault.keyFor(1, DAY - 1, POLICY).id()).isEqualTo(first);
      assertThat(vault.keyFor(1, DAY, POLICY).id()).isNotEqualTo(first);
      assertThat(vault.keyFor(2, 5, POLICY).id()).isNotEqualTo(first);
    }
    try (FileVault vault = open()) {
      assertThat(vault.keyFor(1, 6, POLICY).id()).isEqualTo(first);
      assertThat(vault.periods(1)).extracting(KeyPeriod::from).containsExactly(0L, DAY);
      assertThat(vault.find(first)).isInstanceOf(KeyFound.Live.class);
      assertThat(vault.find(ByteString.of(new byte[16]))).isEqualTo(new KeyFound.Missing());
    }
  }

  @Test
  void whatWasDestroyedIsGoneAndSaysWhoAndWhy() throws IOException {
    var random = new Secrets(3);
    ByteString id;
    byte[] secret;
    try (FileVault vault = FileVault.open(disk, random)) {
      id = vault.keyFor(1, 5, POLICY).id();
      secret = random.last();
      assertThat(Secrets.contains(disk.contents(KeyFile.NAME), secret)).isTrue();
      shred(vault, id);
      assertThat(vault.find(id))
          .isEqualTo(new KeyFound.Destroyed(99, "Ana Ek", "asked for by the person"));
    }
    assertThat(Secrets.contains(disk.contents(KeyFile.NAME), secret)).isFalse();
    try (FileVault vault = open()) {
      assertThat(vault.find(id))
          .isEqualTo(new KeyFound.Destroyed(99, "Ana Ek", "asked for by the person"));
      assertThat(vault.periods(1).getFirst().state()).isEqualTo(KeyPeriod.State.DESTROYED);
      assertThat(vault.unfinished()).isEmpty();
    }
  }

  @Test
  void aCondemnedKeyOpensStillAndSealsNoMore() throws IOException {
    try (FileVault vault = open()) {
      PeriodKey old = vault.keyFor(1, 5, POLICY);
      vault.order(order(old.id()));

      assertThat(vault.find(old.id())).isInstanceOf(KeyFound.Live.class);
      assertThat(vault.keyFor(1, 6, POLICY).id()).isNotEqualTo(old.id());
      assertThat(vault.periods(1).getFirst().state()).isEqualTo(KeyPeriod.State.CONDEMNED);
      assertThat(vault.unfinished()).isEqualTo(Map.of(order(old.id()), Step.ORDERED));
    }
  }

  @Test
  void aKeyIsCondemnedOnceAndStepsGoForward() throws IOException {
    try (FileVault vault = open()) {
      ByteString id = vault.keyFor(1, 5, POLICY).id();
      shred(vault, id);
      assertThatThrownBy(() -> vault.order(order(id))).hasMessageContaining("condemned");
      assertThatThrownBy(() -> vault.advance(ORDER, Step.STATED)).hasMessageContaining("STATED");
    }
  }

  @Test
  void afterAFailedForceTheKeyIsMadeAnewInItsPlace() throws IOException {
    PeriodKey before;
    PeriodKey after;
    try (FileVault vault = open()) {
      before = vault.keyFor(1, 5, POLICY);
      disk.failForce(ForceAt.KEY, ForceFailure.NOT_WRITTEN);
      assertThatThrownBy(() -> vault.keyFor(2, 5, POLICY)).isInstanceOf(IOException.class);
      assertThat(vault.periods(2)).isEmpty();
      after = vault.keyFor(2, 5, POLICY);
      assertThat(vault.find(before.id())).isInstanceOf(KeyFound.Live.class);
    }
    try (FileVault vault = open()) {
      assertThat(vault.find(before.id())).isInstanceOf(KeyFound.Live.class);
      assertThat(vault.find(after.id())).isInstanceOf(KeyFound.Live.class);
      assertThat(vault.keyFor(2, 5, POLICY).id()).isEqualTo(after.id());
    }
  }

  @Test
  void afterAFailedOrderNoneIsTakenAndKeysAreStillMade() throws IOException {
    try (FileVault vault = open()) {
      ByteString id = vault.keyFor(1, 5, POLICY).id();
      disk.failForce(ForceAt.ROW, ForceFailure.NOT_WRITTEN);
      assertThatThrownBy(() -> vault.order(order(id))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> vault.order(order(id))).hasMessageContaining("start the node");
      assertThat(vault.keyFor(2, 5, POLICY).id()).isNotEqualTo(id);
    }
  }

  @Test
  void aDamagedKeyIsMissingAndADamagedHeadStopsTheStart() throws IOException {
    ByteString id;
    try (FileVault vault = open()) {
      id = vault.keyFor(1, 5, POLICY).id();
      var _ = vault.keyFor(2, 5, POLICY);
    }
    disk.flipBit(KeyFile.NAME, (Slots.BYTES + 60L) * 8);
    try (FileVault vault = open()) {
      assertThat(vault.find(id)).isEqualTo(new KeyFound.Missing());
      assertThat(vault.keyFor(1, 5, POLICY).id()).as("a new key").isNotEqualTo(id);
    }
    disk.flipBit(KeyFile.NAME, (Slots.BYTES + 3L) * 8);
    assertThatThrownBy(this::open).hasMessageContaining("slot 1 is damaged");
  }

  @Test
  void anOrderThatWasChangedStopsTheStart() throws IOException {
    try (FileVault vault = open()) {
      shred(vault, vault.keyFor(1, 5, POLICY).id());
    }
    disk.flipBit(OrderFile.NAME, (Slots.BYTES + 30L) * 8);

    assertThatThrownBy(this::open).hasMessageContaining("orders is damaged");
  }

  @Test
  void itsRoomIsToldWithoutOpeningIt() throws IOException {
    assertThat(KeyRoom.of(disk)).isEmpty();
    try (FileVault vault = open()) {
      assertThat(KeyRoom.of(disk)).contains(new KeyRoom(0, KeyFile.COUNT_MAX));
      for (int day = 0; day < 3; day++) {
        assertThat(vault.keyFor(1, day * DAY, POLICY).id()).isNotNull();
      }
    }
    assertThat(KeyRoom.of(disk)).contains(new KeyRoom(3, KeyFile.COUNT_MAX));
  }
}
