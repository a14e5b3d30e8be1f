package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.record.KeyChange;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import org.junit.jupiter.api.Test;

/** chain.md §3, keys: who may sign which blocks of which chain, and who may say so. */
class KeysTest {
  private static final long SECOND = Maker.SECOND;

  private final Maker maker = new Maker("pump-7");
  private final Watch watch = Watch.of(maker);

  private void live(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
    }
  }

  private static Signer newKey() {
    return Maker.newSigner(SignatureAlgorithm.ED25519);
  }

  private KeyStatus status(Signer key) {
    return watch.keys().status(Block.kidOf(key.key()), maker.chain);
  }

  @Test
  void oneKeyMaySignManyChains() {
    var other = new Maker("pump-7", ChainId.of(new byte[16]), maker.signer);
    watch.admit(other);
    for (int i = 0; i < 3; i++) {
      assertThat(watch.arrive(maker.block(), maker)).isEqualTo(Verdict.LINKED);
      assertThat(watch.arrive(other.block(), other)).isEqualTo(Verdict.LINKED);
    }
    watch.nothing();
  }

  @Test
  void aKeyAdmittedAgainKeepsTheBlocksItHad() {
    live(3);
    SealedBlock late = maker.block();
    live(0);
    watch.admit(maker);
    assertThat(watch.arrive(late, maker)).isEqualTo(Verdict.LINKED);
    watch.nothing();
  }

  /** A key that was rotated out lets in nobody, though it may still sign what is missing of it. */
  @Test
  void aRetiredKeyAnnouncesNothingFromInsideAnOldHole() {
    live(3);
    Maker thief = maker.copy();
    SealedBlock lost = maker.block();
    for (int i = 0; i < 4; i++) {
      var _ = maker.block();
    }
    Signer next = newKey();
    var change = maker.keyChange(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CHANGE, change), maker))
        .isEqualTo(Verdict.HELD);
    maker.signWith(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CONFIRM, change), maker))
        .isEqualTo(Verdict.HELD);
    maker.pass(6 * SECOND);
    watch.tick(maker.now());
    assertThat(watch.state(maker).head()).isEqualTo(9);
    Signer stolen = newKey();
    var _ = thief.block();
    SealedBlock forged = thief.announce(BlockFlag.KEY_CHANGE, thief.keyChange(stolen));
    assertThat(watch.arrive(forged.message(), maker.now(), 1)).isEqualTo(Verdict.FILLED);
    assertThat(status(stolen)).isEqualTo(new KeyStatus.Unknown());
    thief.signWith(stolen);
    assertThat(watch.arrive(thief.block().message(), maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    assertThat(lost.block().header().seq()).isEqualTo(3);
    watch.replay();
  }

  @Test
  void aForkThatWaitedTakesItsKeyWithItWhenItIsThrownOut() {
    live(3);
    Maker thief = maker.copy();
    SealedBlock missing = maker.block(2);
    var _ = thief.block(4);
    Signer stolen = newKey();
    var change = thief.keyChange(stolen);
    SealedBlock forged = thief.announce(BlockFlag.KEY_CHANGE, change);
    assertThat(watch.arrive(forged.message(), maker.now(), 1)).isEqualTo(Verdict.HELD);
    thief.signWith(stolen);
    SealedBlock confirmed = thief.announce(BlockFlag.KEY_CONFIRM, change);
    assertThat(watch.arrive(confirmed.message(), maker.now(), 1)).isEqualTo(Verdict.HELD);
    assertThat(watch.arrive(missing, maker)).isEqualTo(Verdict.LINKED);
    assertThat(watch.codes()).containsExactly(FindingCode.FORK, FindingCode.FOREIGN);
    assertThat(status(stolen)).isEqualTo(new KeyStatus.Unknown());
    // The honest maker goes on under the old key.
    live(3);
    assertThat(watch.state(maker).head()).isEqualTo(6);
    watch.replay();
  }

  @Test
  void aKeyChangeIsMendedSilentlyWhenABlockBeforeItIsLate() {
    live(2);
    SealedBlock late = maker.block();
    Signer next = newKey();
    var change = maker.keyChange(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CHANGE, change), maker))
        .isEqualTo(Verdict.HELD);
    maker.signWith(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CONFIRM, change), maker))
        .isEqualTo(Verdict.HELD);
    assertThat(watch.arrive(late, maker)).isEqualTo(Verdict.LINKED);
    live(2);
    watch.nothing();
  }

  @Test
  void aRevokedKeyDoesNotComeBackByAnAnnouncement() {
    live(2);
    Signer next = newKey();
    KeyChange change = maker.keyChange(next);
    var _ = watch.take(new ObserverEvent.KeyRevoked(maker.now(), Block.kidOf(next.key())));
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CHANGE, change), maker))
        .isEqualTo(Verdict.LINKED);
    assertThat(watch.only(FindingCode.INCONSISTENT).reason()).isEqualTo(FindingReason.KEY_CHANGE);
    assertThat(status(next)).isInstanceOf(KeyStatus.Revoked.class);
    maker.signWith(next);
    assertThat(watch.arrive(maker.announce(BlockFlag.KEY_CONFIRM, change), maker))
        .isEqualTo(Verdict.REFUSED);
  }

  @Test
  void theOldKeyEndsEvenWhenThePersonAdmittedTheNextOneBefore() {
    live(2);
    Maker old = maker.copy();
    Signer next = newKey();
    var _ =
        watch.take(
            new ObserverEvent.KeyAdmitted(maker.now(), next.key(), "pump-7", maker.chain, 3));
    var change = maker.keyChange(next);
    SealedBlock announcing = maker.announce(BlockFlag.KEY_CHANGE, change);
    assertThat(watch.arrive(announcing, maker)).isEqualTo(Verdict.LINKED);
    var _ = old.block();
    assertThat(watch.arrive(old.block().message(), maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.FOREIGN).reason()).isEqualTo(FindingReason.KEY_NOT_VALID);
  }

  @Test
  void aKeyThatAnotherFollowedByAPersonsWordSignsNothingMore() {
    live(2);
    Maker old = maker.copy();
    Signer next = newKey();
    var _ =
        watch.take(
            new ObserverEvent.KeyAdmitted(maker.now(), next.key(), "pump-7", maker.chain, 0));
    maker.signWith(next);
    live(2);
    watch.nothing();
    var _ = old.block();
    var _ = old.block();
    assertThat(watch.arrive(old.block().message(), maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    assertThat(watch.only(FindingCode.FOREIGN).reason()).isEqualTo(FindingReason.KEY_NOT_VALID);
  }
}
