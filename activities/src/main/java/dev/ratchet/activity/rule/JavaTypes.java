package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.type.TypeParameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which names in one file certainly mean a class of the JDK's java packages. */
final class JavaTypes {
  private final CompilationUnit unit;

  JavaTypes(CompilationUnit unit) {
    this.unit = unit;
  }

  /** The class that a name means; empty when the file alone cannot tell. */
  Optional<Class<?>> find(String name) {
    if (name.indexOf('.') >= 0) {
      return name.startsWith("java.") ? load(name) : Optional.empty();
    }
    boolean declared =
        unit.findAll(TypeDeclaration.class).stream()
                .anyMatch(type -> type.getNameAsString().equals(name))
            || unit.findAll(TypeParameter.class).stream()
                .anyMatch(type -> type.getNameAsString().equals(name));
    if (declared) {
      return Optional.empty();
    }
    Optional<ImportDeclaration> named =
        unit.getImports().stream()
            .filter(i -> !i.isAsterisk() && !i.isStatic())
            .filter(i -> i.getName().getIdentifier().equals(name))
            .findFirst();
    if (named.isPresent()) {
      return load(named.get().getNameAsString());
    }
    // A class behind an asterisk comes with java.lang's; two of one name would not compile.
    List<String> packages =
        Stream.concat(
                Stream.of("java.lang"),
                unit.getImports().stream()
                    .filter(i -> i.isAsterisk() && !i.isStatic())
                    .map(ImportDeclaration::getNameAsString))
            .toList();
    if (!packages.stream().allMatch(each -> each.startsWith("java."))) {
      return Optional.empty();
    }
    return packages.stream().flatMap(each -> load(each + "." + name).stream()).findFirst();
  }

  private static Optional<Class<?>> load(String name) {
    if (!name.startsWith("java.")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Class.forName(name, false, ClassLoader.getPlatformClassLoader()));
    } catch (ClassNotFoundException unknown) {
      return Optional.empty();
    }
  }
}
