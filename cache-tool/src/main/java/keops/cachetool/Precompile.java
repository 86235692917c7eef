package keops.cachetool;

import static keops.cachetool.TextTable.Column.left;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import keops.cache.KernelStore;
import keops.cachetool.CompileJob.Outcome;
import keops.console.ExitCode;
import keops.cuda.Cuda;
import keops.cuda.CudaCompiler;
import keops.cuda.Precompiled;
import keops.cuda.driver.Devices;
import keops.error.BackendException;
import keops.text.Count;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compiles kernels before they are first needed. */
@Command(
        name = "precompile",
        sortOptions = false,
        description = {
            "Compiles kernels ahead of time, so that no program has to wait for them.",
            "This needs NVRTC, but no GPU."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "A Gaussian kernel product and its gradient by x, for two architectures:",
            "",
            "  keops-cache precompile --formula 'Exp(-g * SqDist(x,y)) * b' --over j \\",
            "    --alias 'g = Pm(1)' --alias 'x = Vi(3)' --alias 'y = Vj(3)' --alias 'b = Vj(1)' \\",
            "    --gradient x --arch sm_80,sm_90"
        })
final class Precompile extends CacheCommand {
    @ArgGroup(multiplicity = "1")
    private RequestOptions requested;

    @Option(names = "--arch", paramLabel = "ARCH", split = ",", converter = Architecture.Type.class,
            description = "The architectures, as in sm_80,sm_90 (default: those of the GPUs of this machine).")
    private List<Architecture> targets = List.of();

    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--keep-going", description = "Continue with the other kernels if one does not compile.")
    private boolean keepsGoing;

    private Precompile() {}

    @Option(names = "--jobs", paramLabel = "COUNT",
            description = "The number of kernels compiled at once (default: one per core).")
    void setThreads(int count) {
        if (count < 1) {
            throw badUse("the number of jobs must be at least 1, but is " + count);
        }
        threads = count;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Request> requests = requested.requests();
        CudaCompiler.unavailabilityCause().ifPresent(cause -> {
            throw new BackendException(cause);
        });
        List<Architecture> chosen = targets();
        root().inventory();
        KernelStore store = root().store();
        List<CompileJob> jobs = requests.stream()
                .flatMap(request -> chosen.stream().flatMap(target -> CompileJob.of(request, target, store)))
                .toList();
        List<Outcome> outcomes;
        try (var bar = progressBar()) {
            outcomes = new CompileQueue(threads, keepsGoing, done -> bar.show(done, jobs.size())).run(jobs);
        }
        return report(outcomes);
    }

    private List<Architecture> targets() {
        if (targets.isEmpty() && !Cuda.isAvailable()) {
            throw badUse("for which architectures? There is no GPU here to ask; name them, as in --arch sm_80,sm_90");
        }
        List<Architecture> chosen = targets.isEmpty() ? ofDevices() : targets;
        List<Architecture> known = CudaCompiler.architectures().stream().map(Architecture::new).toList();
        for (Architecture target : chosen) {
            if (!known.contains(target)) {
                throw new BackendException("NVRTC " + CudaCompiler.version() + " does not compile for " + target
                        + ", but for " + known.stream().map(Architecture::toString).collect(Collectors.joining(", ")));
            }
        }
        return chosen.stream().distinct().toList();
    }

    private static List<Architecture> ofDevices() {
        return Cuda.devices().stream()
                .map(device -> new Architecture(Devices.get(device.number()).properties().architecture()))
                .toList();
    }

    private int report(List<Outcome> outcomes) {
        var kernels = new LinkedHashMap<String, Precompiled>();
        var failures = new ArrayList<Outcome.Failed>();
        int skipped = 0;
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Done(var done) -> done.forEach(kernel -> kernels.putIfAbsent(kernel.key(), kernel));
                case Outcome.Failed failed -> failures.add(failed);
                case Outcome.Skipped _ -> skipped++;
            }
        }
        print(json(kernels.values(), failures, skipped), () -> table(kernels.values()));
        for (Outcome.Failed failed : failures) {
            tell(failed.job() + ": " + failed.failure().getMessage());
        }
        if (skipped > 0) {
            tell(Count.of(skipped, "job") + " not begun; --keep-going goes on after a failure");
        }
        return failures.isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private void table(Collection<Precompiled> kernels) {
        if (!kernels.isEmpty()) {
            var table = new TextTable(left("KEY"), left("TARGET"), left("TYPE"), left("STATE"), left("REDUCTION"));
            for (Precompiled kernel : kernels) {
                table.add(EntryTable.shortKey(kernel.key()), kernel.target(), kernel.dtype().text(),
                        kernel.wasThere() ? "there" : "compiled", kernel.reduction());
            }
            table.print(out(), terminals().colour());
        }
        long there = kernels.stream().filter(Precompiled::wasThere).count();
        out().println(Count.of(kernels.size(), "kernel") + ": " + (kernels.size() - there) + " compiled, " + there
                + " there already");
    }

    private static Object json(Collection<Precompiled> kernels, List<Outcome.Failed> failures, int skipped) {
        return Json.object(
                "kernels", kernels.stream().map(Precompile::json).toList(),
                "failures", failures.stream().map(failed -> Json.object(
                        "job", failed.job().toString(), "problem", failed.failure().getMessage())).toList(),
                "notBegun", skipped);
    }

    private static Object json(Precompiled kernel) {
        return Json.object(
                "key", kernel.key(),
                "target", kernel.target(),
                "dtype", kernel.dtype().text(),
                "reduction", kernel.reduction(),
                "wasThere", kernel.wasThere());
    }
}
