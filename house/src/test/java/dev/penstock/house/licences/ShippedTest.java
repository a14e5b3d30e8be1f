package dev.penstock.house.licences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.house.checkout.Checkout;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds NOTICE and the bill of materials to what the build really ships. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedTest {
  private final Path root = Vectors.root();
  private Shipped shipped = new Shipped(new TreeMap<>(), List.of());

  @BeforeAll
  void readTheBuild() throws IOException {
    shipped = Shipped.of(Checkout.at(root), Path.of(property("penstock.maven.repository")));
  }

  @Test
  void theListOfTheBuildIsUnderstood() {
    assertThat(shipped.ours())
        .containsKeys("app-cli", "device", "core-merkle")
        .doesNotContainKeys("testkit", "house");
    assertThat(shipped.components())
        .extracting(Component::key)
        .contains("info.picocli:picocli")
        .doesNotContain("org.jspecify:jspecify", "org.quicktheories:quicktheories");
  }

  @Test
  void everyComponentHasALicenceThatMayShip() {
    assertThat(shipped.components())
        .allSatisfy(component ->
            assertThat(Licence.mayShip(component))
                .as("%s has %s", component, component.licences())
                .isTrue());
  }

  /** {@code -Dpenstock.notice=write} renews the file instead. */
  @Test
  void noticeNamesWhatShips() throws IOException {
    Path file = root.resolve("NOTICE");
    String due = Notice.of(shipped.components());
    if (System.getProperty("penstock.notice", "check").equals("write")) {
      Files.writeString(file, due);
    }
    assertThat(file).as("run mvn verify -pl house -am -Dpenstock.notice=write").hasContent(due);
  }

  @Test
  void theBillOfMaterialsIsWritten() throws IOException {
    var pom = Checkout.at(root).pom();
    String madeAt = pom.text("properties", "project.build.outputTimestamp");
    String json = new BillOfMaterials(shipped, pom.text("version")).json(madeAt);
    Files.writeString(root.resolve("house/target/bom.json"), json);
    JsonNode bom = new ObjectMapper().readTree(json);
    assertThat(bom.path("specVersion").asText()).isEqualTo("1.6");
    Set<String> refs = new HashSet<>();
    refs.add(bom.path("metadata").path("component").path("bom-ref").asText());
    bom.path("components").forEach(component -> refs.add(component.path("bom-ref").asText()));
    assertThat(refs).hasSize(bom.path("components").size() + 1);
    bom.path("dependencies")
        .forEach(dependency -> {
          assertThat(refs).contains(dependency.path("ref").asText());
          dependency.path("dependsOn").forEach(on -> assertThat(refs).contains(on.asText()));
        });
    assertThat(new BillOfMaterials(shipped, pom.text("version")).json(madeAt)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GNU General Public License, version 2",
        "GNU Affero General Public License v3.0",
        "Business Source License 1.1",
        "LGPL-2.1-or-later",
        "Server Side Public License",
        "",
      })
  void anotherLicenceMayNotShip(String name) {
    assertThat(Licence.mayShip(component(List.of(), List.of(name)))).isFalse();
    assertThat(Licence.mayShip(component(List.of(), List.of()))).isFalse();
  }

  @Test
  void theNoticeOfALibraryIsPassedOn(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("lib.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/NOTICE.txt"));
      out.write("Made by Ann.  \r\n".getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new JarEntry("META-INF/LICENSE"));
      out.write("The whole licence.".getBytes(StandardCharsets.UTF_8));
    }
    var jars = List.of(new Component.Jar("", jar));
    assertThat(Notice.of(List.of(component(jars, List.of("The MIT License")))))
        .endsWith("org.example:lib 1\nlicence: MIT\n\nMade by Ann.\n\nThe whole licence.\n");
    assertThat(Notice.of(List.of(component(jars, List.of("Apache License, Version 2.0")))))
        .endsWith("org.example:lib 1\nlicence: Apache-2.0\n\nMade by Ann.\n");
  }

  private static Component component(List<Component.Jar> jars, List<String> licences) {
    return new Component("org.example", "lib", "1", jars, licences, "", Set.of());
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name + " is set by house/pom.xml");
  }
}
