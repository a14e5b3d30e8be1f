package dev.penstock.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundlecorpus.Case;
import dev.penstock.bundlecorpus.Corpus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier as an auditor meets it. */
class VerifierTest {
  private static final List<Case> CASES = Corpus.cases();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Case named(String name) {
    return CASES.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private int run(Case one, Path folder, String... more) throws IOException {
    Path file = Files.write(folder.resolve(one.name() + ".zip"), one.bytes().bytes());
    Path trust = Files.writeString(folder.resolve("trust"), one.trust());
    var words = new ArrayList<>(List.of(file.toString()));
    if (!one.trust().isEmpty()) {
      words.addAll(List.of("--policy", trust.toString()));
    }
    words.addAll(List.of(more));
    return runWords(one, words);
  }

  private int runWords(Case one, List<String> words) {
    Instant now = Instant.ofEpochSecond(one.now() / 1_000_000_000L, one.now() % 1_000_000_000L);
    return Main.run(words, new PrintWriter(out), new PrintWriter(err), () -> now);
  }

  @Test
  void aGoodBundleIsVerifiedInPlainWords(@TempDir Path temp) throws Exception {
    assertThat(run(named("good-with-certificate"), temp)).isZero();
    assertThat(out.toString())
        .startsWith("verdict  VERIFIED")
        .contains("All of it was sealed not later than 2026-03-03T10:00:25Z.")
        .contains("Witness one saw head 0")
        .contains("CONTINUITY")
        .contains("What nothing here shows:");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void withoutATrustFileItIsOnlySelfConsistent(@TempDir Path temp) throws Exception {
    assertThat(run(named("self-consistent"), temp)).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("verdict  SELF-CONSISTENT, NOT VERIFIED")
        .contains("its own keys prove nothing");
  }

  @Test
  void aBrokenOneSaysWhatAndWhere(@TempDir Path temp) throws Exception {
    assertThat(run(named("records-value-altered"), temp)).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("verdict  NOT VERIFIED")
        .contains("WRONG")
        .contains("RECORDS_DIFFER, in blocks/000000.cbor, leaf");
  }

  @Test
  void itAnswersInJson(@TempDir Path temp) throws Exception {
    assertThat(run(named("zip-cut-by-one-byte"), temp, "--json")).isEqualTo(2);
    assertThat(out.toString())
        .startsWith("{\"verdict\":\"UNUSABLE\",\"exit\":2,\"about\":null")
        .contains("{\"code\":\"CONTAINER\",\"state\":\"CONTRADICTED\",\"reason\":\"TRUNCATED\"");
  }

  @Test
  void itListsTheRecordsAndWhatTheyAreWorth(@TempDir Path temp) throws Exception {
    Path list = temp.resolve("records.csv");
    assertThat(run(named("good"), temp, "--list", list.toString())).isZero();
    assertThat(Files.readString(list))
        .startsWith("leaf,record,maker,seq,kind,point,")
        .contains("2,1,\"plant7.example\",3,sample,\"flow\",,2026-03-03T10:00:01Z,0,\"21.5\"\r\n")
        .endsWith("\"VERIFIED\"\r\n");
  }

  @Test
  void aListOverwritesNothing(@TempDir Path temp) throws Exception {
    Case good = named("good");
    Path bundle = temp.resolve("good.zip");
    assertThat(run(good, temp, "--list", bundle.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is there already; nothing is overwritten");
    assertThat(Files.readAllBytes(bundle)).isEqualTo(good.bytes().bytes());
  }

  @Test
  void requirementsDecideAndAreExplained(@TempDir Path temp) throws Exception {
    assertThat(run(named("good"), temp, "--require", "witness:2,complete")).isZero();
    assertThat(run(named("good"), temp, "--require", "rfc3161,continuity")).isEqualTo(1);
    assertThat(out.toString())
        .contains("REQUIRED rfc3161: 0 good, 1 wanted")
        .contains("REQUIRED continuity: no certificate that holds");
    assertThat(run(named("good"), temp, "--require", "witness:0")).isEqualTo(2);
    assertThat(err.toString()).contains("\"witness:0\" is no requirement");
  }

  @Test
  void whatCannotBeUsedIsSaidInALine(@TempDir Path temp) throws Exception {
    Case good = named("good");
    assertThat(runWords(good, List.of(temp.resolve("nothing.zip").toString()))).isEqualTo(2);
    assertThat(err.toString()).contains("cannot be read");
    assertThat(run(good, temp, "--trust-me")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no option --trust-me");
    Path file = temp.resolve("good.zip");
    Path other = Files.writeString(temp.resolve("other"), "nobody\n");
    assertThat(runWords(good, List.of(file.toString(), "--policy", other.toString()))).isEqualTo(2);
    assertThat(err.toString()).contains("trust file " + other + ": ");
    assertThat(runWords(good, List.of())).isEqualTo(2);
    assertThat(runWords(good, List.of("--help"))).isZero();
  }

  @Test
  void aNameInABundleCannotDrawOnTheTerminal(@TempDir Path temp) throws Exception {
    assertThat(run(named("about-name"), temp)).isEqualTo(1);
    assertThat(out.toString().chars().filter(c -> c < 0x20 && c != '\n')).isEmpty();
  }
}
