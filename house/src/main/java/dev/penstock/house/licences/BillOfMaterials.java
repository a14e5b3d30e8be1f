package dev.penstock.house.licences;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The bill of materials of the product in CycloneDX 1.6 JSON: what ships, who it is, its digest,
 * its licence, and what needs what. The same build gives the same bytes.
 */
final class BillOfMaterials {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Shipped shipped;
  private final String version;

  BillOfMaterials(Shipped shipped, String version) {
    this.shipped = shipped;
    this.version = version;
  }

  /** {@code madeAt} is the time the whole build is stamped with, in RFC 3339. */
  String json(String madeAt) throws IOException {
    ObjectNode bom = JSON.createObjectNode();
    bom.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    bom.put("bomFormat", "CycloneDX");
    bom.put("specVersion", "1.6");
    bom.put("version", 1);
    ObjectNode metadata = bom.putObject("metadata");
    metadata.put("timestamp", madeAt);
    ObjectNode product = metadata.putObject("component");
    describe(product, "application", "dev.penstock", "penstock", version);
    product.put("bom-ref", productRef());
    product.put("purl", productRef());
    licence(product, "Apache-2.0");
    ArrayNode components = bom.putArray("components");
    for (String module : shipped.ours().keySet()) {
      ObjectNode component = components.addObject();
      describe(component, "library", "dev.penstock", module, version);
      component.put("bom-ref", moduleRef(module));
      component.put("purl", moduleRef(module));
      licence(component, "Apache-2.0");
    }
    for (Component component : shipped.components()) {
      for (Component.Jar jar : component.jars()) {
        addComponent(components, component, jar);
      }
    }
    addDependencies(bom.putArray("dependencies"));
    // Named by its content, so that two builds of the same sources give the same document.
    byte[] content = bom.toString().getBytes(StandardCharsets.UTF_8);
    bom.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(content));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bom) + "\n";
  }

  private void addComponent(ArrayNode components, Component component, Component.Jar jar)
      throws IOException {
    ObjectNode node = components.addObject();
    describe(node, "library", component.groupId(), component.artifactId(), component.version());
    node.put("bom-ref", component.packageUrl(jar));
    node.put("purl", component.packageUrl(jar));
    ObjectNode hash = node.putArray("hashes").addObject();
    hash.put("alg", "SHA-256");
    hash.put("content", sha256(jar.file()));
    licence(node, component.licenceLine());
    if (!component.home().isEmpty()) {
      ObjectNode home = node.putArray("externalReferences").addObject();
      home.put("type", "website");
      home.put("url", component.home());
    }
  }

  /** The product needs its apps; a module or a library needs what its pom says and what ships. */
  private void addDependencies(ArrayNode dependencies) {
    Map<String, List<String>> refsByKey = new TreeMap<>();
    for (String module : shipped.ours().keySet()) {
      refsByKey.put("dev.penstock:" + module, List.of(moduleRef(module)));
    }
    for (Component component : shipped.components()) {
      refsByKey.put(component.key(), component.jars().stream().map(component::packageUrl).toList());
    }
    Set<String> apps =
        shipped.ours().keySet().stream()
            .filter(module -> module.startsWith("app-") || module.equals("device"))
            .map(module -> "dev.penstock:" + module)
            .collect(Collectors.toSet());
    addDependency(dependencies, productRef(), apps, refsByKey);
    shipped
        .ours()
        .forEach(
            (module, needs) -> addDependency(dependencies, moduleRef(module), needs, refsByKey));
    for (Component component : shipped.components()) {
      for (Component.Jar jar : component.jars()) {
        addDependency(dependencies, component.packageUrl(jar), component.needs(), refsByKey);
      }
    }
  }

  private static void addDependency(
      ArrayNode dependencies, String ref, Set<String> keys, Map<String, List<String>> refsByKey) {
    ObjectNode node = dependencies.addObject();
    node.put("ref", ref);
    ArrayNode list = node.putArray("dependsOn");
    keys.stream()
        .flatMap(key -> refsByKey.getOrDefault(key, List.of()).stream())
        .sorted()
        .forEach(list::add);
  }

  private static void describe(
      ObjectNode node, String type, String group, String name, String version) {
    node.put("type", type);
    node.put("group", group);
    node.put("name", name);
    node.put("version", version);
  }

  private static void licence(ObjectNode node, String line) {
    ObjectNode licence = node.putArray("licenses").addObject();
    if (Licence.MAY_SHIP.contains(line)) {
      licence.putObject("license").put("id", line);
    } else {
      licence.putObject("license").put("name", line);
    }
  }

  private String productRef() {
    return "pkg:maven/dev.penstock/penstock@" + version;
  }

  private String moduleRef(String module) {
    return "pkg:maven/dev.penstock/" + module + "@" + version;
  }

  private static String sha256(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}
