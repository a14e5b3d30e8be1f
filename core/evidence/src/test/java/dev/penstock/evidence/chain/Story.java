package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.KeyChange;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.VerificationKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The life of a device and of those who have its keys: an honest chain with restarts, changes of
 * key, sleeps and echoes, here and there a broken rule, and branches by thieves that leave it
 * anywhere. Signatures are zeros, and a key is only its name: what is random here is what was
 * signed, by whom, and in which order it comes.
 */
final class Story {
  /** Takes every signature; {@link ChangedBytesTest} has the real ones. */
  static final Signatures CREDULOUS = key -> (message, signature) -> true;

  /** A well-formed announcement of a key. */
  record Announced(Digest digest, Digest kid, long from) {}

  /** A block, with what its record 0 says where its flags promise an announcement. */
  record Made(ByteString message, Block block, @Nullable Announced announced) {
    BlockHeader header() {
      return block.header();
    }

    Digest link() {
      return block.link();
    }

    Digest kid() {
      return block.kid();
    }

    /** Short, for messages. */
    String named() {
      String next = announced == null ? "" : ", names " + start(announced.kid());
      return header().seq()
          + " "
          + start(link())
          + " flags "
          + header().flags()
          + " by "
          + start(kid())
          + next;
    }

    private static String start(Digest digest) {
      return digest.toString().substring(0, 8);
    }
  }

  private record NamedKey(VerificationKey key) implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      return new byte[64];
    }
  }

  private final SplittableRandom random;
  private long keys;
  private final List<Maker> thieves = new ArrayList<>();
  private final List<Signer> used = new ArrayList<>();

  final List<Challenge> challenges = new ArrayList<>();
  final List<Made> honest = new ArrayList<>();
  final List<Made> others = new ArrayList<>();
  final Signer firstKey;
  final Maker device;

  Story(SplittableRandom random, int length) {
    this.random = random;
    for (int i = 0; i < 6; i++) {
      challenges.add(Challenge.of(number(16, random.nextLong())));
    }
    firstKey = newKey();
    device = new Maker("pump-7", ChainId.of(number(16, random.nextLong())), firstKey);
    device.hasClock = false;
    used.add(firstKey);
    while (honest.size() < length) {
      go(device, honest);
      if (random.nextInt(14) == 0) {
        thieves.add(device.copy());
      }
      if (!thieves.isEmpty() && random.nextInt(6) == 0) {
        go(thieves.get(random.nextInt(thieves.size())), others);
      }
    }
  }

  private static byte[] number(int size, long n) {
    return ByteBuffer.allocate(size).putLong(n).array();
  }

  private Signer newKey() {
    byte[] raw = number(32, random.nextLong());
    raw[31] = (byte) keys++;
    return new NamedKey(VerificationKey.of(SignatureAlgorithm.ED25519, raw));
  }

  /** Some maker goes on by a block, or by the two of a change of key. */
  private void go(Maker maker, List<Made> to) {
    // Block 0 has nothing to contradict, and a header that does would not decode.
    int what = maker.tip().seq() == 0 ? 59 : random.nextInt(60);
    switch (what) {
      case 0, 1, 2 -> maker.reboot();
      case 3 -> maker.reboot(maker.tip().boot());
      case 4 -> {
        ChainTip tip = maker.tip();
        maker.tamperTip(
            new ChainTip(
                tip.origin(),
                tip.chain(),
                tip.seq(),
                tip.first() + 1,
                tip.previous(),
                tip.boot() + random.nextInt(2),
                false,
                false));
      }
      case 5 -> {
        maker.tickOffset = 5 * Maker.SECOND * random.nextInt(3);
        maker.tamperTip(maker.tip());
      }
      case 6 -> maker.echo = challenges.get(random.nextInt(challenges.size()));
      case 7, 8, 9, 10, 11, 12, 13 -> {
        int at = maker.echo == null ? -1 : challenges.indexOf(maker.echo);
        maker.echo = challenges.get(Math.min(at + 1, challenges.size() - 1));
      }
      case 14 -> maker.echo = null;
      case 15, 16 -> {
        changeKey(maker, to);
        return;
      }
      case 17, 18, 19 -> {
        to.add(made(maker.putToSleep(), null));
        return;
      }
      default -> {}
    }
    to.add(made(maker.block(random.nextInt(3)), null));
  }

  private void changeKey(Maker maker, List<Made> to) {
    Signer next = random.nextInt(3) == 0 ? used.get(random.nextInt(used.size())) : newKey();
    KeyChange change = maker.keyChange(next);
    if (random.nextInt(8) == 0) {
      // Names another block than the next one: admits nobody.
      to.add(made(maker.block(1), null));
    }
    to.add(made(maker.announce(BlockFlag.KEY_CHANGE, change), change));
    if (random.nextInt(8) > 0) {
      used.add(next);
      maker.signWith(next);
      to.add(
          random.nextInt(8) == 0
              ? made(maker.block(1), null)
              : made(maker.announce(BlockFlag.KEY_CONFIRM, change), change));
    }
  }

  private static Made made(SealedBlock sealed, @Nullable KeyChange change) {
    Block block = sealed.block();
    return new Made(
        ByteString.of(sealed.message()), block, change == null ? null : announced(block, change));
  }

  /** What an observer may take for an announcement. */
  private static @Nullable Announced announced(Block block, KeyChange change) {
    boolean isConfirm = block.header().has(BlockFlag.KEY_CONFIRM);
    long from = block.header().seq() + (isConfirm ? 0 : 1);
    Digest by = isConfirm ? change.next() : change.old();
    if (change.from() != from || !block.kid().equals(by)) {
      return null;
    }
    byte[] said = new LedgerRecord(0, 0, null, null, null, 0, change).encode();
    return new Announced(Sha256.of(said), change.next(), from);
  }

  /** The key that signed this, where it is one of the story's. */
  Optional<VerificationKey> keyOf(Made made) {
    return used.stream()
        .map(Signer::key)
        .filter(key -> Block.kidOf(key).equals(made.kid()))
        .findFirst();
  }

  /** Any block of anybody. */
  Made any() {
    int at = random.nextInt(honest.size() + others.size());
    return at < honest.size() ? honest.get(at) : others.get(at - honest.size());
  }

  /** All of it in some order, with losses and repeats; now and then almost everything is lost. */
  List<Made> arrivals(SplittableRandom order) {
    int lossPercent = order.nextInt(4) == 0 ? 50 : order.nextInt(3) * 10;
    int repeatPercent = order.nextInt(3) * 8;
    int thiefPercent = order.nextInt(3) * 50;
    var arrivals = new ArrayList<Made>();
    for (Made made : honest) {
      boolean isLost =
          lossPercent == 50
              ? made.header().seq() % 2 == 1 && order.nextInt(20) > 0
              : order.nextInt(100) < lossPercent;
      if (!isLost) {
        arrivals.add(made);
      }
      if (order.nextInt(100) < repeatPercent) {
        arrivals.add(any());
      }
    }
    for (Made made : others) {
      if (order.nextInt(100) < thiefPercent) {
        arrivals.add(order.nextInt(arrivals.size() + 1), made);
      }
    }
    int reach = 1 + order.nextInt(order.nextBoolean() ? 6 : arrivals.size());
    for (int swaps = order.nextInt(3) * arrivals.size() / 2; swaps > 0; swaps--) {
      int from = order.nextInt(arrivals.size());
      int to = Math.min(arrivals.size() - 1, from + order.nextInt(reach));
      Made moved = arrivals.remove(from);
      arrivals.add(to, moved);
    }
    if (lossPercent == 50) {
      // What was lost comes in the end, in part.
      for (Made made : honest) {
        if (order.nextInt(3) == 0) {
          arrivals.add(made);
        }
      }
    }
    return arrivals;
  }
}
