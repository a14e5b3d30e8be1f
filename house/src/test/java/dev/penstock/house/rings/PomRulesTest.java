package dev.penstock.house.rings;

import dev.penstock.house.checkout.Plant;
import dev.penstock.house.checkout.Planted;
import dev.penstock.house.checkout.RulesContract;
import java.util.List;
import java.util.stream.Stream;

class PomRulesTest extends RulesContract {
  PomRulesTest() {
    super(
        PomRules.all(), Stream.of(lists(), names(), dependencies()).flatMap(List::stream).toList());
  }

  private static List<Planted> lists() {
    return List.of(
        new Planted(
            "every module is listed once, house last",
            "core/lost</module>",
            plant -> plant.write("core/lost/pom.xml", "<project/>")),
        new Planted(
            "every module is listed once, house last",
            "house must be the last",
            plant ->
                plant.write(
                    "pom.xml",
                    "<project><modules><module>house</module><module>core/alpha</module></modules>"
                        + "</project>")),
        new Planted(
            "every module is listed once, house last",
            "listed twice: core/alpha",
            plant ->
                plant.write(
                    "pom.xml",
                    "<project><modules><module>core/alpha</module><module>core/alpha</module>"
                        + "<module>house</module></modules></project>")),
        new Planted(
            "house depends on every other module",
            "<artifactId>core-late<",
            plant ->
                plant
                    .module("core/late", "")
                    .write("house/pom.xml", "<project><artifactId>house</artifactId></project>")));
  }

  private static List<Planted> names() {
    return List.of(
        new Planted(
            "a module is one sentence",
            "needs an \"and\"",
            plant -> describe(plant, "Pumps and valves")),
        new Planted("a module is one sentence", "no description", plant -> describe(plant, "")),
        new Planted(
            "a module is one sentence",
            "without a full stop",
            plant -> describe(plant, "Pumps. Valves too")),
        new Planted(
            "a module is named by its folder",
            "artifactId must be core-alpha",
            plant ->
                plant.write("core/alpha/pom.xml", "<project><name>core/alpha</name></project>")),
        new Planted(
            "a module is named by its folder",
            "name must be core/alpha",
            plant ->
                plant.write(
                    "core/alpha/pom.xml",
                    "<project><artifactId>core-alpha</artifactId></project>")),
        new Planted(
            "a module is named by its folder",
            "its package must be dev.penstock.other",
            plant ->
                plant
                    .module("core/other", "")
                    .write(
                        "core/other/src/main/java/dev/penstock/misplaced/A.java",
                        "package dev.penstock.misplaced; class A {}")));
  }

  private static List<Planted> dependencies() {
    return List.of(
        new Planted(
            "versions live in the root pom only",
            "the version of picocli",
            plant ->
                plant.module(
                    "edge/beta",
                    Plant.dependency("core-alpha", "compile")
                        + "<dependency><groupId>info.picocli</groupId><artifactId>picocli</artifactId>"
                        + "<version>4.7.7</version></dependency>")),
        new Planted(
            "no pom names a repository",
            "edge/beta/pom.xml",
            plant ->
                plant.write(
                    "edge/beta/pom.xml",
                    "<project><repositories><repository/></repositories></project>")),
        new Planted(
            "core depends on nothing but core",
            "bcprov-jdk18on",
            plant ->
                plant.module(
                    "core/alpha",
                    "<dependency><groupId>org.bouncycastle</groupId>"
                        + "<artifactId>bcprov-jdk18on</artifactId></dependency>")),
        new Planted(
            "core depends on nothing but core",
            "edge-beta",
            plant -> plant.module("core/alpha", Plant.dependency("edge-beta", "provided"))),
        new Planted(
            "an edge depends on no other edge",
            "edge-gamma",
            plant -> plant.module("edge/beta", Plant.dependency("edge-gamma", "runtime"))),
        new Planted(
            "testkit is a test dependency",
            "testkit must have test scope",
            plant -> plant.module("app/delta", Plant.dependency("testkit", "compile"))),
        new Planted(
            "testkit is a test dependency",
            "testkit-driving must have test scope",
            plant -> plant.module("app/delta", Plant.dependency("testkit-driving", "runtime"))));
  }

  private static Plant describe(Plant plant, String description) {
    return plant.write(
        "core/alpha/pom.xml", "<project><description>" + description + "</description></project>");
  }
}
