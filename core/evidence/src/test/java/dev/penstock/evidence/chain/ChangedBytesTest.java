package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Ack;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** No change of a block, of an event or of a stored state passes, and none makes us fail. */
class ChangedBytesTest {
  private final Maker maker = new Maker("pump-7");
  private final KeyBook trust = new KeyBook();
  private final BlockChecker checker = new BlockChecker(new JdkSignatures());

  private Checked check(byte[] message) {
    return checker.check(message, trust);
  }

  private byte[] trustedMessage() {
    trust.admit(maker.signer.key(), maker.origin, maker.chain, 0);
    var _ = maker.block();
    maker.echo = Challenge.of(new byte[16]);
    byte[] message = maker.block().message();
    assertThat(check(message)).isInstanceOf(Checked.Valid.class);
    return message;
  }

  @Test
  void everyChangeOfOneByteIsCaught() {
    byte[] message = trustedMessage();
    for (int at = 0; at < message.length; at++) {
      byte right = message[at];
      for (int change : changes()) {
        message[at] = (byte) (right ^ change);
        assertThat(check(message))
            .as("byte %s xor %s", at, change)
            .isInstanceOf(Checked.Refused.class);
      }
      message[at] = right;
    }
    assertThat(check(message)).isInstanceOf(Checked.Valid.class);
  }

  /** Each single bit always; all 255 changes in a deep run. */
  private static int[] changes() {
    int[] changes = new int[Deep.on() ? 255 : 8];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = Deep.on() ? i + 1 : 1 << i;
    }
    return changes;
  }

  @Test
  void everyInsertedRemovedOrSwappedByteIsCaught() {
    byte[] message = trustedMessage();
    for (int at = 0; at < message.length; at++) {
      byte[] shorter = new byte[message.length - 1];
      System.arraycopy(message, 0, shorter, 0, at);
      System.arraycopy(message, at + 1, shorter, at, shorter.length - at);
      assertThat(check(shorter)).isInstanceOf(Checked.Refused.class);
      byte[] longer = new byte[message.length + 1];
      System.arraycopy(message, 0, longer, 0, at);
      System.arraycopy(message, at, longer, at + 1, message.length - at);
      assertThat(check(longer)).isInstanceOf(Checked.Refused.class);
    }
  }

  @Test
  void manyRandomChangesNeverPassAndNeverThrow() {
    byte[] message = trustedMessage();
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(3_000, 300_000); i++) {
      byte[] changed = message.clone();
      for (int n = random.nextInt(1, 12); n > 0; n--) {
        changed[random.nextInt(changed.length)] ^= (byte) random.nextInt(1, 256);
      }
      assertThat(
              java.util.Arrays.equals(changed, message)
                  || check(changed) instanceof Checked.Refused)
          .as(Seed.describe())
          .isTrue();
    }
  }

  @Test
  void aMessageWithAnotherBlocksPartsIsCaught() {
    trust.admit(maker.signer.key(), maker.origin, maker.chain, 0);
    byte[] first = maker.block().message();
    byte[] second = maker.block().message();
    int half = first.length / 2;
    byte[] mixed = first.clone();
    System.arraycopy(second, half, mixed, half, half);
    assertThat(check(mixed)).isInstanceOf(Checked.Refused.class);
  }

  @Test
  void everyChangedBitOfAnAckIsCaught() throws SigningException {
    var signer = Maker.newSigner(SignatureAlgorithm.ED25519);
    var block = maker.block().block();
    var ack = new Ack(maker.chain, 0, block.link(), 4711, 9, Challenge.of(new byte[16]));
    byte[] bytes = ack.sign(signer);
    var verifier = new dev.penstock.cbor.cose.CoseVerifier(new JdkSignatures(), signer.key());
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      boolean isTaken =
          Ack.decode(changed) instanceof Decoded.Value<Ack.Received>(var received)
              && received.kid().equals(Block.kidOf(signer.key()))
              && received.verify(verifier) == dev.penstock.cbor.cose.CoseVerdict.VERIFIED;
      assertThat(isTaken).as("bit %s", bit).isFalse();
    }
  }

  @Test
  void storedEventsAndStatesSurviveEveryChangeWithoutAnException() {
    var watch = Watch.of(maker);
    var events = new ArrayList<byte[]>();
    for (ObserverEvent event : events(watch)) {
      events.add(ObserverEventCodec.encode(event));
    }
    events.add(ChainStateCodec.encode(watch.state(maker)));
    events.add(watch.encode());
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(20_000, 2_000_000); i++) {
      byte[] changed = events.get(random.nextInt(events.size())).clone();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      if (ObserverEventCodec.decode(changed) instanceof Decoded.Value<ObserverEvent>(var event)) {
        assertThat(ObserverEventCodec.encode(event)).as(Seed.describe()).isEqualTo(changed);
      }
      if (ChainStateCodec.decode(changed) instanceof Decoded.Value<ChainState>(var state)) {
        assertThat(ChainStateCodec.encode(state)).as(Seed.describe()).isEqualTo(changed);
      }
      var _ = ObserverStateCodec.decode(changed);
    }
  }

  private List<ObserverEvent> events(Watch watch) {
    var first = maker.block();
    var _ = watch.arrive(first, maker);
    var _ = maker.block();
    var ahead = maker.block();
    var _ = watch.arrive(ahead, maker);
    maker.pass(7 * Maker.SECOND);
    watch.tick(maker.now());
    var _ = watch.arrive(maker.block(), maker);
    var _ = maker.block();
    var _ = watch.arrive(maker.block(), maker);
    var link = first.block().link();
    return List.of(
        new ObserverEvent.Arrived(5, -7, "mqtt", ByteString.of(first.message())),
        new ObserverEvent.Tick(Long.MAX_VALUE),
        new ObserverEvent.ChallengeSent(6, maker.chain, Challenge.of(new byte[16])),
        new ObserverEvent.Anchored(7, maker.chain, 8, link, "tsa"),
        new ObserverEvent.KeyAdmitted(9, maker.signer.key(), "pump-7", maker.chain, 0),
        new ObserverEvent.KeyAdmitted(
            9,
            Maker.newSigner(SignatureAlgorithm.ECDSA_P256).key(),
            "pump-7",
            maker.chain,
            Long.MAX_VALUE),
        new ObserverEvent.KeyRevoked(10, Block.kidOf(maker.signer.key())));
  }
}
