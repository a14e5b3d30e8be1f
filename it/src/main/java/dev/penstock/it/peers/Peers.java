package dev.penstock.it.peers;

import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The peers that {@code it/peers/install} puts on this machine. Each method gives one, or skips the
 * test that asks for it, with the reason.
 */
public final class Peers {
  private static final List<Path> LIBRARY_FOLDERS =
      List.of(
          Path.of("/usr/lib/softhsm"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm"),
          Path.of("/usr/lib64/pkcs11"),
          Path.of("/usr/local/lib/softhsm"));

  private static final Path DEBIAN_PYTHON = Path.of("/usr/lib/python3/dist-packages");

  private final Path peers;
  private final List<Path> programFolders;
  private final List<Path> libraryFolders;

  Peers(Path peers, List<Path> programFolders, List<Path> libraryFolders) {
    this.peers = peers;
    this.programFolders = List.copyOf(programFolders);
    this.libraryFolders = List.copyOf(libraryFolders);
  }

  /** The peers of this machine. */
  public static Peers ofThisMachine() {
    String path = System.getenv().getOrDefault("PATH", "");
    return new Peers(
        Vectors.root().resolve("it/peers"),
        Arrays.stream(path.split(":")).map(Path::of).toList(),
        LIBRARY_FOLDERS);
  }

  /** The Go project's transparency log code ({@code sumdb/tlog} and {@code sumdb/note}). */
  public Judge goJudge() throws IOException {
    Path program = peers.resolve(".installed/bin/go-judge");
    return Judge.start(peers.resolve("go"), List.of(present(program, "go").toString()));
  }

  /** Notes with cosignatures, opened by {@code transparency-dev/formats}. */
  public Judge cosignatureJudge() throws IOException {
    Path program = peers.resolve(".installed/bin/cosignature-judge");
    return Judge.start(peers.resolve("tessera"), List.of(present(program, "tessera").toString()));
  }

  /** A log of {@code transparency-dev/tessera} that asks a witness before it publishes. */
  public Judge witnessedLog() throws IOException {
    Path program = peers.resolve(".installed/bin/witnessed");
    return Judge.start(peers.resolve("tessera"), List.of(present(program, "tessera").toString()));
  }

  /** The witness of {@code transparency-dev/witness}. */
  public Judge witness() throws IOException {
    Path program = peers.resolve(".installed/bin/witness");
    return Judge.start(peers.resolve("witness"), List.of(present(program, "witness").toString()));
  }

  /** The checker of whole tile logs of {@code transparency-dev/tessera}: a program to run. */
  public Path tesseraFsck() {
    return present(peers.resolve(".installed/bin/tessera-fsck"), "tessera");
  }

  /** Sigstore's verifier ({@code @sigstore/verify}) on Node. */
  public Judge npmJudge() throws IOException {
    return npmJudge("judge.mjs");
  }

  /** {@code cbor2} and {@code @auth0/cose} on Node. */
  public Judge npmCborJudge() throws IOException {
    return npmJudge("cbor-judge.mjs");
  }

  /** The {@code cddl} program of anweiss/cddl, for grammars and what they allow. */
  public Path cddl() {
    return present(peers.resolve(".installed/bin/cddl"), "cargo");
  }

  /** {@code mqtt} on Node, which publishes when asked. */
  public Judge mqttPublisher() throws IOException {
    var _ = present(npmModules().resolve("mqtt"), "npm");
    return npmJudge("mqtt-publisher.mjs");
  }

  /** A host of Sparkplug B on {@code mqtt} and what {@code sparkplug-client} reads with. */
  public Judge sparkplugHost() throws IOException {
    var _ = present(npmModules().resolve("sparkplug-client"), "npm");
    return npmJudge("sparkplug-host.mjs");
  }

  /** A mosquitto of its own, with these lines for its listener. */
  public Mosquitto mosquitto(Path folder, String more) throws IOException {
    return mosquitto(folder, more, Map.of());
  }

  /** The same with more in the environment of its process. */
  public Mosquitto mosquitto(Path folder, String more, Map<String, String> environment)
      throws IOException {
    return Mosquitto.start(program("mosquitto"), folder, more, environment);
  }

  /** An rsyslog of its own, which forwards as these lines say. */
  public Rsyslog rsyslog(Path folder, String forwarding) throws IOException {
    return Rsyslog.start(program("rsyslogd"), folder, forwarding);
  }

  /** A mail server of {@code aiosmtpd}, which says how Python's own library reads what came. */
  public Judge mailJudge() throws IOException {
    var _ = present(DEBIAN_PYTHON.resolve("aiosmtpd"), "debian");
    return Judge.start(
        peers.resolve("python"),
        List.of(present(Path.of("/usr/bin/python3"), "debian").toString(), "mail-judge.py"));
  }

  /** A daemon of Net-SNMP that takes notifications, with these lines of configuration. */
  public TrapDaemon trapDaemon(Path folder, List<String> lines) throws IOException {
    return TrapDaemon.start(program("snmptrapd"), folder, lines);
  }

  /** The time-stamping authority of {@code openssl ts}, over HTTP on loopback. */
  public OpensslTsa opensslTsa(Path folder) throws IOException {
    return OpensslTsa.start(program("openssl"), folder);
  }

  /** Adobe's S3Mock, an object store on loopback. */
  public S3Mock s3Mock(Path folder) throws IOException {
    return S3Mock.start(present(peers.resolve(".installed/s3mock-exec.jar"), "s3mock"), folder);
  }

  /** A chain of Foundry's {@code anvil}, whose program is asked for directly. */
  public TestChain anvil(Path folder) throws IOException {
    Path program = npmModules().resolve("@foundry-rs/anvil-linux-amd64/bin/anvil");
    return TestChain.anvil(present(program, "npm"), folder);
  }

  /** A chain of {@code hardhat} on Node. */
  public TestChain hardhat(Path folder) throws IOException {
    var _ = present(npmModules().resolve("hardhat"), "npm");
    Path npm = Optional.ofNullable(npmModules().getParent()).orElseThrow();
    return TestChain.hardhat(program("node"), npm, folder);
  }

  /** An identity provider of {@code oidc-provider} on Node, which sends browsers back there. */
  public OidcProviderProcess oidcProvider(Path folder, String redirect) throws IOException {
    var _ = present(npmModules().resolve("oidc-provider"), "npm");
    Path npm = Optional.ofNullable(npmModules().getParent()).orElseThrow();
    return OidcProviderProcess.start(program("node"), npm, folder, redirect);
  }

  /** A Modbus server of libmodbus: coils, registers, the mask write, and function code 17. */
  public ModbusProgram libmodbus() throws IOException {
    return ModbusProgram.listening("libmodbus", peers, List.of(libmodbusServer(), "tcp"));
  }

  /** The same as unit 17 of a serial line. */
  public ModbusProgram libmodbus(Path line, int baud) throws IOException {
    return ModbusProgram.onLine(
        "libmodbus", List.of(libmodbusServer(), "rtu", line.toString(), String.valueOf(baud)));
  }

  private String libmodbusServer() {
    return present(peers.resolve(".installed/bin/libmodbus-server"), "modbus").toString();
  }

  /**
   * A Modbus server of pymodbus, which says who it is.
   *
   * @param way {@code tcp} or {@code rtu-over-tcp}
   */
  public ModbusProgram pymodbus(String way) throws IOException {
    return ModbusProgram.listening("pymodbus", peers, pymodbus("modbus-server.py", way));
  }

  /** The same as any unit of a serial line. */
  public ModbusProgram pymodbus(Path line, int baud) throws IOException {
    List<String> command =
        pymodbus("modbus-server.py", "rtu", line.toString(), String.valueOf(baud));
    return ModbusProgram.onLine("pymodbus", command);
  }

  /** What a master of pymodbus is told by the server at this port: one line of JSON. */
  public ProcessBuilder pymodbusMaster(int port) {
    return new ProcessBuilder(pymodbus("modbus-master.py", String.valueOf(port)));
  }

  private List<String> pymodbus(String script, String... more) {
    var _ = present(DEBIAN_PYTHON.resolve("pymodbus"), "debian");
    var _ = present(DEBIAN_PYTHON.resolve("serial_asyncio"), "debian");
    List<String> command = new ArrayList<>();
    command.add(present(Path.of("/usr/bin/python3"), "debian").toString());
    command.add(peers.resolve("python").resolve(script).toString());
    command.addAll(List.of(more));
    return command;
  }

  /** A Modbus server of {@code modbus-serial} on Node. */
  public ModbusProgram npmModbus() throws IOException {
    var _ = present(npmModules().resolve("modbus-serial"), "npm");
    Path npm = Optional.ofNullable(npmModules().getParent()).orElseThrow();
    return ModbusProgram.listening(
        "modbus-serial", npm, List.of(program("node").toString(), "modbus-server.mjs"));
  }

  /** Two serial lines whose ends are one another's, {@code one} and {@code other} in a folder. */
  public SerialPair serialPair(Path folder) throws IOException {
    return SerialPair.start(program("socat"), folder);
  }

  private Judge npmJudge(String script) throws IOException {
    Path modules = npmModules();
    return Judge.start(
        Optional.ofNullable(modules.getParent()).orElseThrow(),
        List.of(program("node").toString(), script));
  }

  /** The folder of the npm packages, where node finds them for a script beside it. */
  public Path npmModules() {
    return present(peers.resolve("npm/node_modules"), "npm");
  }

  /** The PKCS#11 library of SoftHSM. */
  public Path softHsmLibrary() {
    return libraryFolders.stream()
        .map(folder -> folder.resolve("libsofthsm2.so"))
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> absent("libsofthsm2.so", "debian"));
  }

  /** A program on the path. */
  public Path program(String name) {
    return programFolders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> absent(name, "debian"));
  }

  private static Path present(Path file, String installer) {
    return Files.exists(file) ? file : absent(String.valueOf(file.getFileName()), installer);
  }

  private static Path absent(String what, String installer) {
    return Assumptions.abort(what + " is not here: run it/peers/install " + installer);
  }
}
