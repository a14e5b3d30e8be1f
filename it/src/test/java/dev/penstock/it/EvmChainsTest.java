package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.anchors.evm.EvmAnchor;
import dev.penstock.anchors.evm.EvmSettings;
import dev.penstock.anchors.evm.Pace;
import dev.penstock.evm.BlockId;
import dev.penstock.evm.ChainAnchor;
import dev.penstock.evm.ChainAnchorChecker;
import dev.penstock.evm.ChainAnchorVerdict;
import dev.penstock.evm.ChainTrust;
import dev.penstock.evm.Keccak;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.it.peers.Peers;
import dev.penstock.it.peers.TestChain;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anchors in chains that others made, while they are killed, reorganised and stuck. */
class EvmChainsTest {
  private static final long CHAIN_ID = 31337;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The first account of the mnemonic that both chains give their coins to: known to everybody. */
  private static final String KEY =
      "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  private static final String SENDER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
  private static final String OTHER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

  @TempDir Path folder;

  private final Memory memory = new Memory();

  private static final class Memory implements AnchorMemory {
    private byte[] bytes = new byte[0];

    @Override
    public byte[] load() {
      return bytes.clone();
    }

    @Override
    public void store(byte[] stored) {
      bytes = stored.clone();
    }
  }

  /** What happens while the anchor waits. */
  interface During {
    void wait(int count) throws IOException, InterruptedException;
  }

  /** Waits really, and its clock can be moved on. */
  private static final class LivePace implements Pace {
    private final During during;
    private Duration ahead = Duration.ZERO;
    private int count;

    LivePace(During during) {
      this.during = during;
    }

    @Override
    public Instant now() {
      return Instant.now().plus(ahead);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      boolean _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
      count++;
      try {
        during.wait(count);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private TestChain start(String kind) throws IOException {
    Peers peers = Peers.ofThisMachine();
    return kind.equals("anvil") ? peers.anvil(folder) : peers.hardhat(folder);
  }

  private static AnchorHead head(int size) {
    byte[] root = new byte[32];
    root[0] = (byte) size;
    var checkpoint = new Checkpoint("example.com/log", size, Digest.of(root));
    String note = checkpoint.text() + "\n— example.com/log AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    return new AnchorHead(
        checkpoint, Note.decode(note.getBytes(StandardCharsets.UTF_8)).toOptional().orElseThrow());
  }

  private static EvmSettings settings(TestChain chain) {
    // The chain's clock runs ahead of ours where blocks are made faster than once a second.
    return EvmSettings.of("test chain", chain.address(), CHAIN_ID)
        .withConfirmations(3)
        .withWaits(
            new EvmSettings.Waits(
                Duration.ofMillis(50),
                Duration.ofMinutes(20),
                Duration.ofSeconds(60),
                Duration.ofHours(20),
                Duration.ofHours(1)));
  }

  private EvmAnchor anchor(TestChain chain, Pace pace) {
    return new EvmAnchor(settings(chain), () -> HexFormat.of().parseHex(KEY), pace);
  }

  private ChainAnchorVerdict.Proven proven(TestChain chain, Vouching vouching, int size)
      throws IOException, InterruptedException {
    assertThat(vouching).isInstanceOf(Vouching.Given.class);
    byte[] proof = ((Vouching.Given) vouching).proof().bytes();
    byte[] statement = head(size).statement();
    Instant now = Instant.now().plus(Duration.ofHours(1));
    // What the chain says now, asked by other means, is what an auditor would look up.
    ChainAnchor anchor = ChainAnchor.decode(proof).toOptional().orElseThrow();
    assertThat(anchor.following()).hasSize(3);
    ChainAnchorVerdict without = ChainAnchorChecker.check(proof, statement, ChainTrust.NONE, now);
    assertThat(without).isInstanceOf(ChainAnchorVerdict.Unproven.class);
    BlockId named = ((ChainAnchorVerdict.Unproven) without).lookUp().orElseThrow();
    assertThat(blockAt(chain, named.number())).isEqualTo(named);
    BlockId last = blockAt(chain, named.number() + 3);
    assertThat(ChainAnchorChecker.check(proof, statement, ChainTrust.of(last), now))
        .isInstanceOf(ChainAnchorVerdict.Proven.class);
    assertThat(ChainAnchorChecker.check(proof, head(99).statement(), ChainTrust.of(last), now))
        .isInstanceOf(ChainAnchorVerdict.Contradicted.class);
    return (ChainAnchorVerdict.Proven)
        ChainAnchorChecker.check(proof, statement, ChainTrust.of(named), now);
  }

  private static BlockId blockAt(TestChain chain, long number)
      throws IOException, InterruptedException {
    JsonNode block =
        chain.ask("eth_getBlockByNumber", "[\"0x" + Long.toHexString(number) + "\",false]");
    return new BlockId(CHAIN_ID, number, Keccak.decode(block.get("hash").asText()).orElseThrow());
  }

  private static void mine(TestChain chain) throws IOException, InterruptedException {
    var _ = chain.ask("evm_mine", "[]");
  }

  private static void automine(TestChain chain, boolean isOn)
      throws IOException, InterruptedException {
    var _ = chain.ask("evm_setAutomine", "[" + isOn + "]");
  }

  private static long nonce(TestChain chain) throws IOException, InterruptedException {
    String digits =
        chain.ask("eth_getTransactionCount", "[\"" + SENDER + "\",\"latest\"]").asText();
    return Long.parseLong(digits.substring(2), 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anvil", "hardhat"})
  void aCheckpointIsAnchoredAmongTheTransactionsOfOthers(String kind) throws Exception {
    try (TestChain chain = start(kind)) {
      automine(chain, false);
      String from = "\"from\":\"" + OTHER + "\",\"to\":\"" + SENDER + "\",\"value\":\"0x7\"";
      String access =
          ",\"accessList\":[{\"address\":\"%s\",\"storageKeys\":[\"0x%s\"]}]"
              .formatted(SENDER, "11".repeat(32));
      var _ = chain.ask("eth_sendTransaction", "[{" + from + ",\"gasPrice\":\"0x77359400\"}]");
      var _ =
          chain.ask(
              "eth_sendTransaction", "[{" + from + ",\"gasPrice\":\"0x77359400\"" + access + "}]");
      var _ =
          chain.ask(
              "eth_sendTransaction",
              "[{"
                  + from
                  + ",\"maxFeePerGas\":\"0x77359400\",\"maxPriorityFeePerGas\":\"0x59682f00\""
                  + access
                  + "}]");
      var pace = new LivePace(_ -> mine(chain));
      ChainAnchorVerdict.Proven proven =
          proven(chain, anchor(chain, pace).vouch(head(7), memory), 7);
      JsonNode block = chain.ask("eth_getBlockByHash", "[\"" + proven.block().hash() + "\",false]");
      assertThat(block.get("transactions")).hasSize(4);
      assertThat(nonce(chain)).isEqualTo(1);
    }
  }

  @Test
  void aKilledChainThatComesBackStillGivesTheProof() throws Exception {
    try (TestChain chain = start("anvil")) {
      var cut =
          new LivePace(_ -> {
            throw new InterruptedException();
          });
      assertThatThrownBy(() -> anchor(chain, cut).vouch(head(7), memory))
          .isInstanceOf(InterruptedException.class);
      assertThat(nonce(chain)).isEqualTo(1);
      awaitState(chain);
      chain.kill();
      // Neither the node nor we know more than what was written down.
      assertThatThrownBy(() -> anchor(chain, cut).vouch(head(7), memory))
          .isInstanceOf(IOException.class);
      chain.startAgain();
      var pace = new LivePace(_ -> mine(chain));
      ChainAnchorVerdict.Proven proven =
          proven(chain, anchor(chain, pace).vouch(head(7), memory), 7);
      assertThat(proven.block().number()).isEqualTo(1);
      assertThat(nonce(chain)).isEqualTo(1);
    }
  }

  @Test
  void aChainThatIsKilledWhileTheAnchorWaitsIsWaitedFor() throws Exception {
    try (TestChain chain = start("anvil")) {
      var pace =
          new LivePace(count -> {
            if (count == 2) {
              awaitState(chain);
              chain.kill();
            } else if (count == 5) {
              chain.startAgain();
            } else if (count > 5) {
              mine(chain);
            }
          });
      var _ = proven(chain, anchor(chain, pace).vouch(head(7), memory), 7);
      assertThat(nonce(chain)).isEqualTo(1);
    }
  }

  /** Until what is so now is written down, and whole: two seconds on it began to write anew. */
  private static void awaitState(TestChain chain) throws IOException, InterruptedException {
    Instant after = Instant.now().plusSeconds(2);
    Instant end = after.plusSeconds(120);
    while (!isWritten(chain.state(), FileTime.from(after))) {
      assertThat(Instant.now()).isBefore(end);
      boolean _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean isWritten(Path state, FileTime after) throws IOException {
    if (!Files.exists(state) || Files.getLastModifiedTime(state).compareTo(after) < 0) {
      return false;
    }
    try {
      return JSON.readTree(Files.readAllBytes(state)).isObject();
    } catch (JsonProcessingException e) {
      return false; // it is being written
    }
  }

  @Test
  void anvilIsReorganisedWhileTheAnchorWaits() throws Exception {
    try (TestChain chain = start("anvil")) {
      for (int i = 0; i < 5; i++) {
        mine(chain);
      }
      var pace =
          new LivePace(count -> {
            mine(chain);
            if (count == 2) {
              var _ = chain.ask("anvil_reorg", "[3,[]]");
            }
          });
      ChainAnchorVerdict.Proven proven =
          proven(chain, anchor(chain, pace).vouch(head(7), memory), 7);
      assertThat(proven.following()).isEqualTo(3);
      assertThat(nonce(chain)).isEqualTo(1);
    }
  }

  @Test
  void hardhatIsSetBackWhileTheAnchorWaits() throws Exception {
    try (TestChain chain = start("hardhat")) {
      mine(chain);
      String before = chain.ask("evm_snapshot", "[]").asText();
      var pace =
          new LivePace(count -> {
            if (count == 2) {
              assertThat(chain.ask("evm_revert", "[\"" + before + "\"]").asBoolean()).isTrue();
              assertThat(nonce(chain)).isZero();
            }
            mine(chain);
          });
      var _ = proven(chain, anchor(chain, pace).vouch(head(7), memory), 7);
      assertThat(nonce(chain)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"anvil", "hardhat"})
  void aStuckTransactionIsReplacedByOneThatOffersMore(String kind) throws Exception {
    try (TestChain chain = start(kind)) {
      automine(chain, false);
      LivePace[] pace = new LivePace[1];
      pace[0] =
          new LivePace(count -> {
            if (count == 2 || count == 4) {
              pace[0].ahead = pace[0].ahead.plus(Duration.ofMinutes(21));
            } else if (count > 6) {
              mine(chain);
            }
          });
      ChainAnchorVerdict.Proven proven =
          proven(chain, anchor(chain, pace[0]).vouch(head(7), memory), 7);
      assertThat(nonce(chain)).isEqualTo(1);
      JsonNode transaction =
          chain.ask("eth_getTransactionByHash", "[\"" + proven.transaction() + "\"]");
      // Twice an eighth more than the suggestion of one gwei.
      long priority =
          Long.parseLong(transaction.get("maxPriorityFeePerGas").asText().substring(2), 16);
      assertThat(priority).isGreaterThan(1_265_000_000L);
    }
  }

  @Test
  void aNonceThatAnotherTransactionTookIsLeftToIt() throws Exception {
    try (TestChain chain = start("anvil")) {
      automine(chain, false);
      var pace =
          new LivePace(count -> {
            if (count == 1) {
              var _ = chain.ask("anvil_dropAllTransactions", "[]");
              var _ =
                  chain.ask(
                      "eth_sendTransaction",
                      "[{\"from\":\"%s\",\"to\":\"%s\",\"value\":\"0x1\",\"nonce\":\"0x0\"}]"
                          .formatted(SENDER, OTHER));
            }
            mine(chain);
          });
      var _ = proven(chain, anchor(chain, pace).vouch(head(7), memory), 7);
      assertThat(nonce(chain)).isEqualTo(2);
    }
  }
}
