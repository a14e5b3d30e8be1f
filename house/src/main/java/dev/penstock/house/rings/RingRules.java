package dev.penstock.house.rings;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.Module;
import dev.penstock.house.checkout.Ring;
import dev.penstock.house.checkout.Rule;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The three rings, as the compiled main classes show them (ARCHITECTURE.md, "The picture"). */
final class RingRules {
  /** May see everything, because they put the product together: to run it, measure it, try it. */
  private static final Set<String> ROOTS_BESIDE_APP = Set.of("bench", "it", "house");

  private static final Set<String> MAY_SEE_TESTKIT =
      Set.of("testkit", "testkit-driving", "bench", "it", "house");

  private RingRules() {}

  static List<Rule> all() {
    return List.of(
        rule("core sees only core, the JDK and JSpecify", RingRules::coreSeesOnlyCore),
        rule("core touches no file, socket, thread, clock or chance", RingRules::coreIsPure),
        rule("edges do not see each other", RingRules::edgesAreStrangers),
        rule("only app puts edges together", RingRules::onlyAppSeesEdges),
        rule("nobody sees app", RingRules::nobodySeesApp),
        rule("the device SDK sees only the JDK", checkout -> seesOnlyTheJdk(checkout, "device")),
        rule("the auditor's verifier sees only core and the JDK", RingRules::verifierSeesOnlyCore),
        rule("the shipped modules do not see testkit", RingRules::testkitStaysInTests),
        rule("internal packages are seen by their own module only", RingRules::internalIsInternal),
        rule("packages have no cycles", RingRules::noPackageCycles),
        rule("fields are set by constructors, not injected", RingRules::noFieldInjection),
        rule("context goes through parameters, not thread-locals", RingRules::noThreadLocals));
  }

  private static Rule rule(String name, Function<Checkout, ArchRule> rule) {
    return new Rule(
        name,
        checkout ->
            rule.apply(checkout)
                .allowEmptyShould(true)
                .evaluate(checkout.classes())
                .getFailureReport()
                .getDetails());
  }

  private static ArchRule coreSeesOnlyCore(Checkout checkout) {
    return classes()
        .that(are(checkout, "in core", RingRules::isCore))
        .should()
        .onlyDependOnClassesThat(
            are(checkout, "in core", RingRules::isCore)
                .or(Purity.allowedTypes())
                .or(resideInAnyPackage("org.jspecify.annotations")));
  }

  private static ArchRule coreIsPure(Checkout checkout) {
    return noClasses()
        .that(are(checkout, "in core", RingRules::isCore))
        .should()
        .accessTargetWhere(Purity.impureAccess());
  }

  private static ArchRule edgesAreStrangers(Checkout checkout) {
    return classes()
        .that(are(checkout, "in an edge", module -> module.ring() == Ring.EDGE))
        .should(new SeesNoOtherEdge(checkout));
  }

  private static ArchRule onlyAppSeesEdges(Checkout checkout) {
    return noClasses()
        .that(
            are(
                checkout,
                "neither in an edge nor where the product is put together",
                module ->
                    module.ring() != Ring.EDGE
                        && module.ring() != Ring.APP
                        && !ROOTS_BESIDE_APP.contains(module.path())))
        .should()
        .dependOnClassesThat(are(checkout, "in an edge", module -> module.ring() == Ring.EDGE));
  }

  private static ArchRule nobodySeesApp(Checkout checkout) {
    return noClasses()
        .that(
            are(
                checkout,
                "outside app",
                module -> module.ring() != Ring.APP && !ROOTS_BESIDE_APP.contains(module.path())))
        .should()
        .dependOnClassesThat(are(checkout, "in app", module -> module.ring() == Ring.APP));
  }

  private static ArchRule seesOnlyTheJdk(Checkout checkout, String path) {
    return classes()
        .that(are(checkout, "in " + path, module -> module.is(path)))
        .should()
        .onlyDependOnClassesThat(
            are(checkout, "in " + path, module -> module.is(path))
                .or(resideInAnyPackage("java..", "javax.crypto..", "org.jspecify.annotations"))
                .or(isPrimitive()));
  }

  private static ArchRule verifierSeesOnlyCore(Checkout checkout) {
    String path = "app/verifier";
    return classes()
        .that(are(checkout, "in " + path, module -> module.is(path)))
        .should()
        .onlyDependOnClassesThat(
            are(checkout, "in it or in core", module -> module.is(path) || isCore(module))
                .or(
                    resideInAnyPackage(
                            "java..", "javax.crypto..", "javax.security..", "org.jspecify..")
                        .and(resideOutsideOfPackage("java.net..")))
                .or(isPrimitive()));
  }

  private static ArchRule testkitStaysInTests(Checkout checkout) {
    return noClasses()
        .that(are(checkout, "shipped", module -> !MAY_SEE_TESTKIT.contains(module.path())))
        .should()
        .dependOnClassesThat(
            are(checkout, "in testkit", module -> module.path().startsWith("testkit")));
  }

  private static ArchRule internalIsInternal(Checkout checkout) {
    return classes()
        .that(are(checkout, "ours", module -> true))
        .should(new SeesNoForeignInternals(checkout));
  }

  private static ArchRule noPackageCycles(Checkout checkout) {
    return slices().matching("dev.penstock.(**)").should().beFreeOfCycles();
  }

  private static ArchRule noFieldInjection(Checkout checkout) {
    return fields().should(new CarriesNoInjection());
  }

  private static ArchRule noThreadLocals(Checkout checkout) {
    return noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are thread-locals",
                type ->
                    type.getName().equals("java.lang.ThreadLocal")
                        || type.getName().equals("java.lang.InheritableThreadLocal")));
  }

  private static boolean isCore(Module module) {
    return module.ring() == Ring.CORE;
  }

  private static DescribedPredicate<JavaClass> isPrimitive() {
    return DescribedPredicate.describe(
        "primitive", type -> type.getBaseComponentType().isPrimitive());
  }

  private static DescribedPredicate<JavaClass> are(
      Checkout checkout, String description, Predicate<Module> what) {
    return DescribedPredicate.describe(
        "are " + description, type -> checkout.moduleOf(type).filter(what).isPresent());
  }
}
