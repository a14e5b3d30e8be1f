package dev.penstock.anchors.evm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.evm.IndexTrie;
import dev.penstock.evm.Keccak;
import dev.penstock.evm.Rlp;
import dev.penstock.evm.RlpReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A chain in memory with a node's JSON-RPC on loopback: blocks with real headers and tries, a pool
 * of waiting transactions of one sender, and all that can go wrong with them. It mines when a test
 * says so.
 */
final class FakeChain implements AutoCloseable {
  static final long CHAIN_ID = 4242;

  private static final List<String> DYNAMIC =
      List.of(
          "chainId",
          "nonce",
          "maxPriorityFeePerGas",
          "maxFeePerGas",
          "gas",
          "to",
          "value",
          "input",
          "accessList");

  /** Fields of each envelope before its signature, in their order. */
  private static final Map<Integer, List<String>> UNSIGNED =
      Map.of(
          0, List.of("nonce", "gasPrice", "gas", "to", "value", "input"),
          1, List.of("chainId", "nonce", "gasPrice", "gas", "to", "value", "input", "accessList"),
          2, DYNAMIC,
          3, with(DYNAMIC, "maxFeePerBlobGas", "blobVersionedHashes"),
          4, with(DYNAMIC, "authorizationList"));

  private static List<String> fieldsOf(int type) {
    List<String> unsigned = UNSIGNED.get(type);
    if (unsigned == null) {
      return List.of();
    }
    return type == 0 ? with(unsigned, "v", "r", "s") : with(unsigned, "yParity", "r", "s");
  }

  private static List<String> with(List<String> fields, String... more) {
    return Stream.concat(fields.stream(), Stream.of(more)).toList();
  }

  private static final byte[] ACCOUNT = new byte[20];
  private static final byte[] WORD = new byte[32];

  static {
    Arrays.fill(ACCOUNT, (byte) 0xa1);
    Arrays.fill(WORD, (byte) 0xb2);
  }

  private final HttpServer server;
  private final List<Block> blocks = new ArrayList<>();
  private final TreeMap<Long, byte[]> pool = new TreeMap<>();

  /** Everything that was handed in, in order. */
  final List<byte[]> sent = new ArrayList<>();

  long chainId = CHAIN_ID;
  long baseFee = 7;
  BigInteger priorityFee = BigInteger.TWO;
  long gas = 22_280;
  boolean isTaking = true;
  boolean isDropping;
  boolean hidesRaw;
  boolean hidesWaiting;
  boolean isOfUnknownFork;
  String declines = "";
  List<byte[]> others = new ArrayList<>();
  Instant time = Instant.parse("2026-03-03T10:00:00Z");

  /** Stands between the node's answer and the one who asked. */
  UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();

  int status = 200;
  private int branch;

  private record Block(
      long number, Keccak hash, String fields, List<byte[]> transactions, List<byte[]> ours) {}

  FakeChain() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    mine(3);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized long head() {
    return blocks.getLast().number;
  }

  /** A transaction of somebody, of this envelope. */
  static byte[] foreign(int type, int salt) {
    List<byte[]> items = new ArrayList<>();
    for (String name : fieldsOf(type)) {
      items.add(
          switch (name) {
            case "to" -> Rlp.bytes(salt % 3 == 0 ? new byte[0] : ACCOUNT);
            case "input" -> Rlp.bytes(new byte[salt % 80]);
            case "accessList" ->
                Rlp.list(
                    List.of(
                        Rlp.list(List.of(Rlp.bytes(ACCOUNT), Rlp.list(List.of(Rlp.bytes(WORD)))))));
            case "blobVersionedHashes" -> Rlp.list(List.of(Rlp.bytes(WORD)));
            case "authorizationList" ->
                Rlp.list(
                    List.of(
                        Rlp.list(
                            List.of(
                                Rlp.number(1),
                                Rlp.bytes(ACCOUNT),
                                Rlp.number(0),
                                Rlp.number(1),
                                Rlp.number(3),
                                Rlp.number(4)))));
            case "yParity" -> Rlp.number(salt % 2);
            default -> Rlp.number(salt * 1_000L + name.length());
          });
    }
    var raw = new ByteArrayOutputStream();
    if (type > 0) {
      raw.write(type);
    }
    raw.writeBytes(Rlp.list(items));
    return raw.toByteArray();
  }

  synchronized void mine(int count) {
    for (int i = 0; i < count; i++) {
      List<byte[]> ours = new ArrayList<>();
      while (isTaking && pool.containsKey(used(Long.MAX_VALUE) + ours.size())) {
        ours.add(pool.remove(used(Long.MAX_VALUE) + ours.size()));
      }
      List<byte[]> all = new ArrayList<>(others);
      all.addAll(ours);
      blocks.add(block(all, ours));
    }
  }

  /** A transaction of the same sender that nobody here knows of stands in the next block. */
  synchronized void mineStranger() {
    byte[] stranger = foreign(2, 5);
    var _ = pool.remove(used(Long.MAX_VALUE));
    blocks.add(block(List.of(stranger), List.of(stranger)));
  }

  /** The last blocks were of a branch that lost; what stood in them waits again, or is gone. */
  synchronized void reorganise(int count, boolean isKept) {
    branch++;
    for (int i = 0; i < count; i++) {
      Block lost = blocks.removeLast();
      for (int j = 0; isKept && j < lost.ours.size(); j++) {
        pool.put(nonce(lost.ours.get(j)), lost.ours.get(j));
      }
    }
  }

  /** Waits again, whatever was offered since. */
  synchronized void offerAgain(byte[] raw) {
    pool.put(nonce(raw), raw);
  }

  synchronized void forgetPool() {
    pool.clear();
  }

  private Block block(List<byte[]> transactions, List<byte[]> ours) {
    long number = blocks.isEmpty() ? 0 : head() + 1;
    time = time.plusSeconds(12);
    Map<String, String> fields = new LinkedHashMap<>();
    Keccak parent = blocks.isEmpty() ? Keccak.of(WORD) : blocks.getLast().hash;
    fields.put("parentHash", parent.toString());
    fields.put("sha3Uncles", hex(WORD));
    fields.put("miner", hex(ACCOUNT));
    fields.put("stateRoot", hex(WORD));
    fields.put("transactionsRoot", IndexTrie.of(transactions).root().toString());
    fields.put("receiptsRoot", hex(WORD));
    fields.put("logsBloom", hex(new byte[256]));
    fields.put("difficulty", "0x0");
    fields.put("number", hex(number));
    fields.put("gasLimit", hex(30_000_000));
    fields.put("gasUsed", hex(21_000L * transactions.size()));
    fields.put("timestamp", hex(time.getEpochSecond()));
    fields.put("extraData", hex(("branch " + branch).getBytes(StandardCharsets.US_ASCII)));
    fields.put("mixHash", hex(WORD));
    fields.put("nonce", hex(new byte[8]));
    fields.put("baseFeePerGas", hex(baseFee));
    fields.put("withdrawalsRoot", hex(WORD));
    List<byte[]> items = new ArrayList<>();
    fields.forEach((name, value) -> {
      boolean isNumber =
          List.of("difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas")
              .contains(name);
      String digits = value.substring(2);
      items.add(
          isNumber
              ? Rlp.number(new BigInteger(digits, 16))
              : Rlp.bytes(HexFormat.of().parseHex(digits)));
    });
    if (isOfUnknownFork) {
      items.add(Rlp.number(99));
    }
    Keccak hash = Keccak.over(Rlp.list(items));
    var json = new StringBuilder("\"hash\":\"" + hash + "\"");
    fields.forEach((name, value) -> json.append(",\"%s\":\"%s\"".formatted(name, value)));
    return new Block(number, hash, json.toString(), transactions, ours);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] question = exchange.getRequestBody().readAllBytes();
    byte[] answer = onTheWay.apply(answer(question).getBytes(StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private synchronized String answer(byte[] question) {
    var asked = (Json.Fields) JsonReader.decode(question).toOptional().orElseThrow();
    String id = ((Json.Numeral) asked.get("id").orElseThrow()).digits();
    String method = ((Json.Text) asked.get("method").orElseThrow()).value();
    List<Json> parameters = ((Json.Items) asked.get("params").orElseThrow()).items();
    String head = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",";
    try {
      return head + "\"result\":" + result(method, parameters) + "}";
    } catch (IllegalStateException e) {
      return head + "\"error\":{\"code\":-32000,\"message\":\"" + e.getMessage() + "\"}}";
    }
  }

  private String result(String method, List<Json> parameters) {
    return switch (method) {
      case "eth_chainId" -> quoted(hex(chainId));
      case "eth_blockNumber" -> quoted(hex(head()));
      case "eth_feeHistory" ->
          "{\"oldestBlock\":\"0x1\",\"baseFeePerGas\":[\"0x1\",\"%s\"]}".formatted(hex(baseFee));
      case "eth_maxPriorityFeePerGas" -> quoted("0x" + priorityFee.toString(16));
      case "eth_estimateGas" -> quoted(hex(gas));
      case "eth_getTransactionCount" -> quoted(hex(count(text(parameters.get(1)))));
      case "eth_sendRawTransaction" -> take(HexFormat.of().parseHex(digits(parameters.get(0))));
      case "eth_getTransactionByHash" -> transaction(text(parameters.get(0)));
      case "eth_getTransactionReceipt" -> receipt(text(parameters.get(0)));
      case "eth_getBlockByNumber" ->
          blocks.stream()
              .filter(block -> hex(block.number).equals(text(parameters.get(0))))
              .findFirst()
              .map(block -> json(block, false))
              .orElse("null");
      case "eth_getBlockByHash" ->
          blocks.stream()
              .filter(block -> block.hash.toString().equals(text(parameters.get(0))))
              .findFirst()
              .map(block -> json(block, true))
              .orElse("null");
      case "eth_getRawTransactionByBlockHashAndIndex" -> raw(parameters);
      default -> throw new IllegalStateException("no method " + method);
    };
  }

  private String raw(List<Json> parameters) {
    if (hidesRaw) {
      throw new IllegalStateException("no such method");
    }
    int index = Integer.parseInt(digits(parameters.get(1)), 16);
    return blocks.stream()
        .filter(block -> block.hash.toString().equals(text(parameters.get(0))))
        .map(block -> quoted(hex(block.transactions.get(index))))
        .findFirst()
        .orElse("null");
  }

  private long count(String when) {
    if (when.equals("pending")) {
      long next = used(Long.MAX_VALUE);
      while (pool.containsKey(next)) {
        next++;
      }
      return next;
    }
    return used(when.equals("latest") ? Long.MAX_VALUE : Long.parseLong(when.substring(2), 16));
  }

  private long used(long upTo) {
    return blocks.stream()
        .filter(block -> block.number <= upTo)
        .mapToLong(block -> block.ours.size())
        .sum();
  }

  private String take(byte[] raw) {
    sent.add(raw);
    if (!declines.isEmpty()) {
      throw new IllegalStateException(declines);
    }
    long nonce = nonce(raw);
    if (nonce < used(Long.MAX_VALUE)) {
      throw new IllegalStateException("nonce too low");
    }
    byte[] before = pool.get(nonce);
    if (before != null && Arrays.equals(before, raw)) {
      throw new IllegalStateException("already known");
    }
    // As geth has it: both fees must be a tenth higher.
    if (before != null
        && (number(raw, 3) * 10 < number(before, 3) * 11
            || number(raw, 2) * 10 < number(before, 2) * 11)) {
      throw new IllegalStateException("replacement transaction underpriced");
    }
    if (!isDropping) {
      pool.put(nonce, raw);
    }
    return quoted(Keccak.over(raw).toString());
  }

  private String transaction(String hash) {
    boolean isWaiting =
        !hidesWaiting
            && pool.values().stream().anyMatch(raw -> Keccak.over(raw).toString().equals(hash));
    return isWaiting || !receipt(hash).equals("null") ? "{\"hash\":\"" + hash + "\"}" : "null";
  }

  private String receipt(String hash) {
    for (Block block : blocks) {
      for (int i = 0; i < block.transactions.size(); i++) {
        if (Keccak.over(block.transactions.get(i)).toString().equals(hash)) {
          return "{\"blockHash\":\"%s\",\"blockNumber\":\"%s\",\"transactionIndex\":\"%s\"}"
              .formatted(block.hash, hex(block.number), hex(i));
        }
      }
    }
    return "null";
  }

  private static String json(Block block, boolean isFull) {
    List<String> transactions =
        block.transactions.stream()
            .map(raw -> isFull ? json(raw) : quoted(Keccak.over(raw).toString()))
            .toList();
    return "{" + block.fields + ",\"transactions\":[" + String.join(",", transactions) + "]}";
  }

  private static String json(byte[] raw) {
    int type = (raw[0] & 0xff) >= 0xc0 ? 0 : raw[0];
    var json = new StringBuilder("{\"hash\":\"" + Keccak.over(raw) + "\"");
    json.append(",\"type\":\"").append(hex(type)).append('"');
    var in = new RlpReader(type == 0 ? raw : Arrays.copyOfRange(raw, 1, raw.length));
    in.list();
    for (String name : fieldsOf(type)) {
      json.append(",\"").append(name).append("\":").append(json(in, name));
    }
    return json.append('}').toString();
  }

  private static String json(RlpReader in, String name) {
    return switch (name) {
      case "to" -> {
        byte[] to = in.bytes(20);
        yield to.length == 0 ? "null" : quoted(hex(to));
      }
      case "input" -> quoted(hex(in.bytes(1_000)));
      case "accessList" -> {
        boolean isEmpty = peekEmptyList(in);
        yield isEmpty
            ? "[]"
            : "[{\"address\":\"%s\",\"storageKeys\":[\"%s\"]}]".formatted(hex(ACCOUNT), hex(WORD));
      }
      case "blobVersionedHashes" -> {
        in.skip();
        yield "[\"" + hex(WORD) + "\"]";
      }
      case "authorizationList" -> {
        in.skip();
        yield "[{\"chainId\":\"0x1\",\"address\":\"%s\",\"nonce\":\"0x0\",\"yParity\":\"0x1\",\"r\":\"0x3\",\"s\":\"0x4\"}]"
            .formatted(hex(ACCOUNT));
      }
      default -> quoted("0x" + new BigInteger(1, in.bytes(32)).toString(16));
    };
  }

  private static boolean peekEmptyList(RlpReader in) {
    int from = in.at();
    in.skip();
    return in.at() == from + 1;
  }

  static long nonce(byte[] raw) {
    return number(raw, 1);
  }

  /** A field of a transaction of type 2. */
  static long number(byte[] raw, int field) {
    var in = new RlpReader(Arrays.copyOfRange(raw, 1, raw.length));
    in.list();
    for (int i = 0; i < field; i++) {
      in.skip();
    }
    return in.number(Long.MAX_VALUE);
  }

  private static String text(Json value) {
    return ((Json.Text) value).value();
  }

  private static String digits(Json value) {
    return text(value).substring(2);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
