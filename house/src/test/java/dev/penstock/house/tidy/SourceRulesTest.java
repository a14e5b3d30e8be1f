package dev.penstock.house.tidy;

import dev.penstock.house.checkout.Planted;
import dev.penstock.house.checkout.RulesContract;
import java.util.List;

class SourceRulesTest extends RulesContract {
  private static final String SILENT = "a package says what it is for";
  private static final String BETA = "edge/beta/src/main/java/dev/penstock/beta/";

  SourceRulesTest() {
    super(SourceRules.all(), plants());
  }

  private static List<Planted> plants() {
    return List.of(
        new Planted(
            "a method has at most 60 lines",
            "Tall.java:3: up has 61 lines",
            plant ->
                plant.main(
                    "edge/beta", "Tall", "class Tall { void up() {" + "\n".repeat(60) + "} }")),
        new Planted(
            "a method has at most 60 lines",
            "an initializer has 62 lines",
            plant ->
                plant.main("edge/beta", "Tall", "class Tall { static {" + "\n".repeat(61) + "} }")),
        new Planted(
            "a method has at most 60 lines",
            "<init> has 61 lines",
            plant ->
                plant.main("edge/beta", "Tall", "class Tall { Tall() {" + "\n".repeat(60) + "} }")),
        new Planted(
            "a package is named for what it holds",
            "not \"util\"",
            plant ->
                plant.write(
                    BETA + "util/Things.java", "package dev.penstock.beta.util; class Things{}")),
        new Planted(
            SILENT,
            "dev.penstock.beta.quiet",
            plant ->
                plant.write(BETA + "quiet/A.java", "package dev.penstock.beta.quiet; class A {}")),
        new Planted(
            SILENT,
            "dev.penstock.beta:",
            plant -> plant.write(BETA + "package-info.java", "package dev.penstock.beta;")),
        new Planted(
            "a package belongs to one module",
            "[edge/beta, edge/gamma]",
            plant ->
                plant.write(
                    "edge/gamma/src/main/java/dev/penstock/beta/Guest.java",
                    "package dev.penstock.beta; class Guest {}")),
        new Planted(
            "main code is null-marked",
            "dev.penstock.beta:",
            plant ->
                plant.write(
                    BETA + "package-info.java", "/** {@link Beta}. */ package dev.penstock.beta;")),
        new Planted(
            "core is made of named modules",
            "core/omega/src/main/java/module-info",
            plant -> plant.module("core/omega", "")));
  }
}
