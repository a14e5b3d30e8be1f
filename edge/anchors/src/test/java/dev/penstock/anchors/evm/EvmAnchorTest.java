package dev.penstock.anchors.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evm.Address;
import dev.penstock.evm.AnchorData;
import dev.penstock.evm.BlockId;
import dev.penstock.evm.ChainAnchorChecker;
import dev.penstock.evm.ChainAnchorVerdict;
import dev.penstock.evm.ChainTransaction;
import dev.penstock.evm.ChainTrust;
import dev.penstock.evm.Keccak;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvmAnchorTest {
  private static final Instant START = Instant.parse("2026-03-04T00:00:00Z");

  private FakeChain chain;
  private final TestPace pace = new TestPace(START);
  private final Memory memory = new Memory();
  private EvmSettings settings;

  /** Keeps what is stored, and the power may fail right after. */
  private static final class Memory implements AnchorMemory {
    private byte[] bytes = new byte[0];
    private boolean failsAfterStore;
    private boolean failsBeforeStore;

    @Override
    public byte[] load() {
      return bytes.clone();
    }

    @Override
    public void store(byte[] stored) throws IOException {
      if (failsBeforeStore) {
        throw new IOException("the disk is full");
      }
      bytes = stored.clone();
      if (failsAfterStore) {
        failsAfterStore = false;
        throw new PowerFailure();
      }
    }
  }

  private static final class PowerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void start() throws IOException {
    chain = new FakeChain();
    settings =
        EvmSettings.of("fake", chain.address(), FakeChain.CHAIN_ID)
            .withConfirmations(3)
            .withWaits(
                new EvmSettings.Waits(
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(1)));
    pace.during = _ -> chain.mine(1);
  }

  @AfterEach
  void stop() {
    chain.close();
  }

  private static AnchorHead head(int size) {
    byte[] root = new byte[32];
    root[0] = (byte) size;
    var checkpoint = new Checkpoint("example.com/log", size, Digest.of(root));
    String note =
        checkpoint.text() + "\n— example.com/log " + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" + "\n";
    return new AnchorHead(
        checkpoint, Note.decode(note.getBytes(StandardCharsets.UTF_8)).toOptional().orElseThrow());
  }

  private static byte[] key() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0x46);
    return key;
  }

  private Vouching vouch(int size) throws IOException, InterruptedException {
    return new EvmAnchor(settings, EvmAnchorTest::key, pace).vouch(head(size), memory);
  }

  private ChainAnchorVerdict.Proven proven(Vouching vouching, int size) {
    assertThat(vouching).isInstanceOf(Vouching.Given.class);
    var given = (Vouching.Given) vouching;
    ChainAnchorVerdict verdict = check(given.proof(), size, ChainTrust.NONE);
    assertThat(verdict).isInstanceOf(ChainAnchorVerdict.Unproven.class);
    BlockId block = ((ChainAnchorVerdict.Unproven) verdict).lookUp().orElseThrow();
    verdict = check(given.proof(), size, ChainTrust.of(block));
    assertThat(verdict).isInstanceOf(ChainAnchorVerdict.Proven.class);
    var proven = (ChainAnchorVerdict.Proven) verdict;
    assertThat(given.at()).isEqualTo(proven.time().getEpochSecond() * 1_000_000_000L);
    return proven;
  }

  private static ChainAnchorVerdict check(ByteString proof, int size, ChainTrust trust) {
    return ChainAnchorChecker.check(proof.bytes(), head(size).statement(), trust, START);
  }

  private String refused(Vouching vouching) {
    assertThat(vouching).isInstanceOf(Vouching.Refused.class);
    return ((Vouching.Refused) vouching).why();
  }

  private List<Keccak> sentOnce() {
    return new ArrayList<>(new LinkedHashSet<>(chain.sent.stream().map(Keccak::over).toList()));
  }

  private Keccak hashAt(long number) throws IOException, InterruptedException {
    try (JsonRpc rpc = JsonRpc.open(settings)) {
      return new ChainNode(rpc).hashAt(number).orElseThrow();
    }
  }

  @Test
  void anAnchorComesHomeWithAProofThatNeedsNoNode() throws Exception {
    chain.others = List.of(FakeChain.foreign(0, 1), FakeChain.foreign(1, 2));
    Vouching vouching = vouch(7);
    ChainAnchorVerdict.Proven proven = proven(vouching, 7);
    assertThat(proven.block().chainId()).isEqualTo(FakeChain.CHAIN_ID);
    assertThat(proven.block().hash()).isEqualTo(hashAt(proven.block().number()));
    assertThat(proven.following()).isEqualTo(3);
    assertThat(chain.sent).hasSize(1);
    assertThat(proven.transaction()).isEqualTo(Keccak.over(chain.sent.getFirst()));
    var anchor = new EvmAnchor(settings, EvmAnchorTest::key, pace);
    assertThat(anchor.kind()).isEqualTo(AnchorResults.Kind.EVM);
    assertThat(anchor.name()).isEqualTo("fake");
  }

  @Test
  void transactionsOfEachEnvelopeInTheBlockAreMadeAgain() throws Exception {
    chain.hidesRaw = true;
    for (int i = 0; i < 20; i++) {
      chain.others.add(FakeChain.foreign(i % 5, 3 + i));
    }
    assertThat(proven(vouch(7), 7).following()).isEqualTo(3);
  }

  @Test
  void aForeignEnvelopeIsTakenFromTheNodeOrRefused() throws Exception {
    chain.others = List.of(new byte[] {0x7e, 1, 2, 3});
    assertThat(proven(vouch(7), 7).following()).isEqualTo(3);
    chain.hidesRaw = true;
    assertThat(refused(vouch(8)))
        .contains("transaction 0 of block")
        .contains("cannot be made again")
        .contains("does not give its bytes");
  }

  @Test
  void theSettingsSayTheRecipientAndTheSenderIsTheDefault() throws Exception {
    Address sender = ChainKey.of(key()).orElseThrow().address();
    var _ = proven(vouch(7), 7);
    assertThat(new String(chain.sent.get(0), StandardCharsets.ISO_8859_1))
        .contains(new String(sender.bytes(), StandardCharsets.ISO_8859_1));
    Address other =
        Address.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0});
    settings = settings.withRecipient(other);
    var _ = proven(vouch(8), 8);
    assertThat(new String(chain.sent.get(1), StandardCharsets.ISO_8859_1))
        .contains(new String(other.bytes(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void aWrongChainIsRefusedBeforeAnythingIsSent() throws Exception {
    chain.chainId = 1;
    assertThat(refused(vouch(7))).contains("is of chain 1").contains("say chain 4242");
    assertThat(chain.sent).isEmpty();
  }

  @Test
  void aChainWhoseHeadersCannotBeMadeAgainIsRefusedBeforeAnythingIsSent() throws Exception {
    chain.isOfUnknownFork = true;
    chain.mine(1);
    assertThat(refused(vouch(7))).contains("hashes other fields");
    assertThat(chain.sent).isEmpty();
  }

  @Test
  void aChainThatIsTooDearIsRefusedInWords() throws Exception {
    chain.baseFee = 200_000_000_000L;
    assertThat(refused(vouch(7)))
        .contains("asks 200000000000 wei")
        .contains("the settings allow 100000000000");
    chain.baseFee = 7;
    chain.gas = 90_000;
    assertThat(refused(vouch(7))).contains("needs 101250 gas").contains("allow 100000");
    assertThat(chain.sent).isEmpty();
  }

  @Test
  void aMemoryThatFailsKeepsTheTransactionAtHome() {
    memory.failsBeforeStore = true;
    assertThatThrownBy(() -> vouch(7))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is full");
    assertThat(chain.sent).isEmpty();
  }

  @Test
  void aCrashBeforeSendingSendsTheSameTransaction() throws Exception {
    memory.failsAfterStore = true;
    assertThatThrownBy(() -> vouch(7)).isInstanceOf(PowerFailure.class);
    assertThat(chain.sent).isEmpty();
    // Fees rose meanwhile; what was signed stands.
    chain.baseFee = 20;
    Keccak signed = PendingAnchor.decode(memory.load()).orElseThrow().last().orElseThrow().hash();
    assertThat(proven(vouch(7), 7).transaction()).isEqualTo(signed);
    assertThat(sentOnce()).containsExactly(signed);
  }

  @Test
  void aCrashAfterSendingSendsNothingNew() throws Exception {
    pace.during =
        _ -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> vouch(7)).isInstanceOf(InterruptedException.class);
    assertThat(chain.sent).hasSize(1);
    pace.during = _ -> chain.mine(1);
    var _ = proven(vouch(7), 7);
    // Once more, as after a crash before the proof was stored.
    var _ = proven(vouch(7), 7);
    assertThat(chain.sent).hasSize(1);
  }

  @Test
  void aDroppedTransactionIsSentAgainUnchanged() throws Exception {
    pace.during =
        count -> {
          if (count <= 3) {
            chain.forgetPool();
          }
          chain.mine(1);
        };
    var _ = proven(vouch(7), 7);
    assertThat(chain.sent.size()).isGreaterThan(1);
    assertThat(sentOnce()).hasSize(1);
  }

  @Test
  void aStuckTransactionIsOfferedMoreUnderTheSameNonce() throws Exception {
    chain.isTaking = false;
    pace.during =
        count -> {
          chain.isTaking = count > 40;
          chain.mine(1);
        };
    ChainAnchorVerdict.Proven proven = proven(vouch(7), 7);
    assertThat(sentOnce()).hasSize(3).endsWith(proven.transaction());
    for (int i = 1; i < chain.sent.size(); i++) {
      byte[] before = chain.sent.get(i - 1);
      byte[] after = chain.sent.get(i);
      assertThat(FakeChain.nonce(after)).isEqualTo(FakeChain.nonce(before));
      assertThat(8 * FakeChain.number(after, 2)).isGreaterThan(9 * FakeChain.number(before, 2));
      assertThat(8 * FakeChain.number(after, 3)).isGreaterThan(9 * FakeChain.number(before, 3));
    }
  }

  @Test
  void anEarlierOfferThatIsTakenAfterAllCounts() throws Exception {
    chain.isTaking = false;
    pace.during =
        count -> {
          if (count == 17) {
            // A miner who saw only the first one.
            chain.forgetPool();
            chain.isTaking = true;
            chain.offerAgain(chain.sent.getFirst());
          }
          chain.mine(1);
        };
    ChainAnchorVerdict.Proven proven = proven(vouch(7), 7);
    assertThat(sentOnce()).hasSize(2);
    assertThat(proven.transaction()).isEqualTo(Keccak.over(chain.sent.getFirst()));
  }

  @Test
  void offersEndAtWhatTheSettingsAllow() throws Exception {
    settings = settings.withFees(20, 3, 100_000);
    chain.isTaking = false;
    assertThat(refused(vouch(7)))
        .contains("nonce 0")
        .contains("has not the 3 confirmations after PT10M")
        .contains("looked for again the next time");
    assertThat(chain.sent).allMatch(raw -> FakeChain.number(raw, 3) <= 20);
    assertThat(sentOnce()).hasSize(2);
    // The next call takes it up where it was left.
    chain.isTaking = true;
    assertThat(sentOnce()).contains(proven(vouch(7), 7).transaction());
    assertThat(sentOnce()).hasSize(2);
  }

  @Test
  void aReorganisationIsWaitedOut() throws Exception {
    pace.during =
        count -> {
          if (count == 3) {
            chain.reorganise(2, true);
          }
          chain.mine(count < 3 ? 1 : 2);
        };
    ChainAnchorVerdict.Proven proven = proven(vouch(7), 7);
    assertThat(proven.block().hash()).isEqualTo(hashAt(proven.block().number()));
    assertThat(sentOnce()).hasSize(1);
  }

  @Test
  void aTransactionLostInAReorganisationIsSentAgain() throws Exception {
    pace.during =
        count -> {
          if (count == 3) {
            chain.reorganise(3, false);
          }
          chain.mine(1);
        };
    ChainAnchorVerdict.Proven proven = proven(vouch(7), 7);
    assertThat(proven.block().hash()).isEqualTo(hashAt(proven.block().number()));
    assertThat(chain.sent).hasSize(2);
    assertThat(sentOnce()).hasSize(1);
  }

  @Test
  void anotherNonceComesOnlyWhenTheFirstWasTaken() throws Exception {
    pace.during =
        count -> {
          if (count == 1) {
            chain.mineStranger();
          } else {
            chain.mine(1);
          }
        };
    ChainAnchorVerdict.Proven proven = proven(vouch(7), 7);
    assertThat(sentOnce()).hasSize(2).endsWith(proven.transaction());
    assertThat(chain.sent.stream().map(FakeChain::nonce).toList())
        .isSorted()
        .startsWith(0L)
        .endsWith(1L);
    // The stranger's block was three deep by then.
    assertThat(proven.block().number()).isGreaterThan(3 + 3);
  }

  @Test
  void aHeadThatWasGivenUpMakesRoomForTheNext() throws Exception {
    pace.during =
        _ -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> vouch(7)).isInstanceOf(InterruptedException.class);
    pace.during = _ -> chain.mine(1);
    ChainAnchorVerdict.Proven proven = proven(vouch(9), 9);
    assertThat(proven.transaction()).isEqualTo(Keccak.over(chain.sent.getLast()));
    assertThat(chain.sent.stream().map(FakeChain::nonce).toList()).containsOnly(0L);
    // And one that was taken in does not stand in the way.
    assertThat(proven(vouch(10), 10).transaction()).isEqualTo(Keccak.over(chain.sent.getLast()));
    assertThat(FakeChain.nonce(chain.sent.getLast())).isEqualTo(1);
  }

  @Test
  void aNonceThatCannotBeReachedIsGivenUp() throws Exception {
    chain.mineStranger();
    pace.during =
        count -> {
          if (count == 1) {
            // The chain goes on from a state of before.
            chain.reorganise(1, false);
            chain.forgetPool();
          }
          chain.mine(1);
        };
    ChainAnchorVerdict.Proven proven = proven(vouch(7), 7);
    assertThat(chain.sent.stream().map(FakeChain::nonce).distinct().toList())
        .containsExactly(1L, 0L);
    assertThat(proven.transaction()).isIn(new HashSet<>(sentOnce()));
  }

  @Test
  void aNodeThatDeclinesForGoodIsHeard() throws Exception {
    chain.declines = "insufficient funds for gas * price + value";
    assertThat(refused(vouch(7))).contains("insufficient funds");
    assertThat(sentOnce()).hasSize(1);
    chain.declines = "";
    var _ = proven(vouch(7), 7);
    assertThat(sentOnce()).hasSize(1);
  }

  @Test
  void aNodeThatIsAwayForAWhileIsWaitedFor() throws Exception {
    pace.during =
        count -> {
          chain.status = count < 5 ? 503 : 200;
          chain.mine(1);
        };
    assertThat(proven(vouch(7), 7).following()).isEqualTo(3);
    assertThat(sentOnce()).hasSize(1);
  }

  @Test
  void aNodeThatStaysAwayIsAnError() {
    pace.during = _ -> chain.status = 503;
    assertThatThrownBy(() -> vouch(7))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the node at 127.0.0.1:")
        .hasMessageContaining("503");
  }

  @Test
  void garbageIsAnErrorAndNoProof() {
    for (String garbage :
        List.of("", "{", "[]", "null", "{\"jsonrpc\":\"2.0\",\"id\":1}", "\u0000\u0001", "{}{}")) {
      chain.onTheWay = _ -> garbage.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> vouch(7)).as(garbage).isInstanceOf(NodeException.class);
    }
    chain.onTheWay = _ -> new byte[] {(byte) 0xff};
    assertThatThrownBy(() -> vouch(7)).isInstanceOf(NodeException.class);
  }

  @Test
  void anAnswerThatIsTooLongIsAnError() {
    settings = settings.withAnswerBytesMax(1 << 16);
    chain.onTheWay = _ -> new byte[1 << 17];
    assertThatThrownBy(() -> vouch(7)).isInstanceOf(NodeException.class);
  }

  @Test
  void anAnswerThatDoesNotComeIsAnError() {
    settings =
        settings.withWaits(
            new EvmSettings.Waits(
                Duration.ofSeconds(4),
                Duration.ofSeconds(60),
                Duration.ofMillis(200),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1)));
    var isOver = new CountDownLatch(1);
    chain.onTheWay =
        answer -> {
          try {
            boolean _ = isOver.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return answer;
        };
    assertThatThrownBy(() -> vouch(7))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("did not answer in 200 ms");
    isOver.countDown();
  }

  @Test
  void aNodeThatLiesAboutABlockGivesNoProof() throws Exception {
    chain.onTheWay =
        answer -> {
          String text = new String(answer, StandardCharsets.UTF_8);
          // A later time in a block with transactions, under the hash of the true one.
          return (text.contains("\"transactions\":[{")
                  ? text.replace("\"gasUsed\":\"0x5208\"", "\"gasUsed\":\"0x5209\"")
                  : text)
              .getBytes(StandardCharsets.UTF_8);
        };
    assertThat(refused(vouch(7))).contains("cannot be made again");
  }

  @Test
  void aChainWhoseClockIsFarAheadIsRefused() throws Exception {
    chain.time = START.plus(Duration.ofDays(1));
    assertThat(refused(vouch(7))).contains("TIME").contains("now is");
  }

  @Test
  void aBadKeyIsAnErrorAndIsNotShown() throws Exception {
    byte[] tooLarge = new byte[32];
    Arrays.fill(tooLarge, (byte) 0xff);
    for (byte[] bad : List.of(new byte[32], new byte[31], tooLarge)) {
      var anchor = new EvmAnchor(settings, bad::clone, pace);
      assertThatThrownBy(() -> anchor.vouch(head(7), memory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("of anchor fake is not a secp256k1 key of 32 bytes")
          .hasMessageNotContaining("ffff");
    }
    KeySource locked =
        () -> {
          throw new IOException("the key home is locked");
        };
    assertThatThrownBy(() -> new EvmAnchor(settings, locked, pace).sender())
        .hasMessage("the key home is locked");
    assertThat(new EvmAnchor(settings, EvmAnchorTest::key, pace).sender())
        .hasToString("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
  }

  @Test
  void aNodeThatDoesNotShowWhatWaitsIsWaitedFor() throws Exception {
    chain.hidesWaiting = true;
    chain.isTaking = false;
    pace.during =
        count -> {
          chain.isTaking = count > 25;
          chain.mine(1);
        };
    ChainAnchorVerdict.Proven proven = proven(vouch(7), 7);
    // Declined as known at each look, and offered more all the same when it waited too long.
    assertThat(sentOnce()).hasSize(2).endsWith(proven.transaction());
    assertThat(chain.sent).hasSizeGreaterThan(10);
  }

  @Test
  void signaturesAreThoseOfTheStandards() {
    // RFC 6979 on secp256k1 as everybody tests it: key 1, SHA-256 of the text; s is the smaller
    // one.
    ChainKey one = ChainKey.of(padded()).orElseThrow();
    Digest digest =
        AnchorData.digest(
            "All those moments will be lost in time, like tears in rain. Time to die..."
                .getBytes(StandardCharsets.US_ASCII));
    ChainKey.Signature signature = one.sign(Keccak.of(digest.bytes()));
    assertThat(signature.r())
        .isEqualTo(
            new BigInteger("8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b", 16));
    assertThat(signature.s())
        .isEqualTo(
            new BigInteger("547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21", 16));
    assertThat(one.address()).hasToString("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
  }

  private static byte[] padded() {
    byte[] one = new byte[32];
    one[31] = 1;
    return one;
  }

  /** The example of EIP-155: its signature, remade with the same key. */
  @Test
  void theExampleOfEip155IsSignedTheSameWay() {
    Keccak hash =
        Keccak.decode("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53")
            .orElseThrow();
    ChainKey.Signature signature = ChainKey.of(key()).orElseThrow().sign(hash);
    assertThat(signature.yParity()).isZero();
    assertThat(signature.r().toString(16))
        .isEqualTo("28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276");
    assertThat(signature.s().toString(16))
        .isEqualTo("67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
    assertThat(ChainKey.of(key()).orElseThrow().address())
        .hasToString("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
  }

  @Test
  void whatIsRememberedHasOneSpelling() throws Exception {
    var _ = proven(vouch(7), 7);
    PendingAnchor pending = PendingAnchor.decode(memory.load()).orElseThrow();
    assertThat(pending.encode()).isEqualTo(memory.load());
    assertThat(pending.attempts()).hasSize(1);
    byte[] raw = pending.last().orElseThrow().raw().bytes();
    assertThat(ChainTransaction.decode(raw).toOptional()).isPresent();
    byte[] bytes = memory.load();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(PendingAnchor.decode(Arrays.copyOf(bytes, length))).isEmpty();
    }
    assertThat(PendingAnchor.decode(HexFormat.of().parseHex("8402"))).isEmpty();
  }
}
