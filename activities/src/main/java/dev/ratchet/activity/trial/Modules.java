package dev.ratchet.activity.trial;

import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.repository.Paths;
import dev.ratchet.domain.TargetSettings;
import java.util.ArrayList;
import java.util.List;

/** A target's modules as far as compiling their main code goes. */
public final class Modules {
  private final TargetSettings settings;
  private final BaselineDetails details;

  public Modules(TargetSettings settings, BaselineDetails details) {
    this.settings = settings;
    this.details = details;
  }

  /**
   * @param sourceRoot folder of its main code
   * @param sourcePath folders of the main code of all modules, for those that it depends on
   * @param classPath inside paths of its dependencies' jars
   */
  public record Module(String sourceRoot, List<String> sourcePath, List<String> classPath) {
    /**
     * Its Java files; module descriptors are left out, for javac gets a class path and no module
     * path.
     */
    public List<String> files(Mirror mirror, String commit) {
      return mirror.files(commit).keySet().stream()
          .filter(path -> path.startsWith(sourceRoot + "/") && path.endsWith(".java"))
          .filter(path -> !path.endsWith("module-info.java"))
          .toList();
    }
  }

  /** The modules that some of the paths belong to. */
  public List<Module> of(List<String> paths) {
    List<Module> modules = new ArrayList<>();
    for (String root : settings.sourceRoots()) {
      if (paths.stream().anyMatch(path -> Paths.below(List.of(root), path))) {
        modules.add(new Module(root, settings.sourceRoots(), classPath(root)));
      }
    }
    return modules;
  }

  public List<Module> all() {
    return settings.sourceRoots().stream()
        .map(root -> new Module(root, settings.sourceRoots(), classPath(root)))
        .toList();
  }

  /**
   * The jars of the innermost module that the source root lies in; other modules come from the
   * source path.
   */
  private List<String> classPath(String root) {
    return details.modules().entrySet().stream()
        .filter(module -> module.getKey().isEmpty() || root.startsWith(module.getKey() + "/"))
        .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
        .map(module -> module.getValue().stream().filter(entry -> entry.endsWith(".jar")).toList())
        .orElse(List.of());
  }
}
