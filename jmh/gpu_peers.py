"""How many pairs KeOps computes in a second on this machine's GPU, with the rows and sizes of keops.jmh.GpuSpeed.

All data are on the device, in float32; the median of some calls after one that is not counted, each of which waits for its
end. It needs pykeops and PyTorch with CUDA, and says so where they are missing. It prints a table in Markdown.
"""

import statistics
import time

CALLS = 7
SIZES = [(1_000, 1_000_000), (10_000, 1_000_000), (100_000, 100_000), (1_000_000, 1_000_000)]
GAUSSIAN = ("Gaussian", "Exp(-SqDist(x,y)) * b", "Sum", {})
GRADIENT = ("gradient by x", "Grad(Exp(-SqDist(x,y)) * b, x, e)", "Sum", {})
LOG_SUM_EXP = ("LogSumExp", "-SqDist(x,y)", "LogSumExp", {})
NEAREST = ("ArgKMin K=10", "SqDist(x,y)", "ArgKMin", {"opt_arg": 10})
ROWS = [(GAUSSIAN, 3), (GAUSSIAN, 16), (GAUSSIAN, 100), (GRADIENT, 3), (GRADIENT, 16), (LOG_SUM_EXP, 3),
        (LOG_SUM_EXP, 16), (LOG_SUM_EXP, 100), (NEAREST, 3), (NEAREST, 16), (NEAREST, 100)]


def missing():
    """Why KeOps cannot be measured here, or None."""
    try:
        import torch
        import pykeops.torch  # noqa: F401
    except ImportError as error:
        return str(error)
    return None if torch.cuda.is_available() else "PyTorch finds no GPU"


def seconds(row, dim, rows, columns, backend):
    """The median time of a call."""
    import torch
    from pykeops.torch import Genred

    _, formula, reduction, options = row
    torch.manual_seed(1)
    data = {
        "x": torch.rand(rows, dim, device="cuda") / dim**0.5,
        "y": torch.rand(columns, dim, device="cuda") / dim**0.5,
        "b": torch.rand(columns, 1, device="cuda"),
        "e": torch.rand(rows, 1, device="cuda"),
    }
    aliases = {"x": f"x = Vi({dim})", "y": f"y = Vj({dim})", "b": "b = Vj(1)", "e": "e = Vi(1)"}
    used = [name for name in aliases if name in "xy" or name in formula.replace("Exp", "").replace("Grad", "")]
    genred = Genred(formula, [aliases[name] for name in used], reduction_op=reduction, axis=1, **options)
    times = []
    for _ in range(CALLS + 1):
        torch.cuda.synchronize()
        start = time.perf_counter()
        genred(*[data[name] for name in used], backend=backend)
        torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def rate(row, dim, rows, columns):
    """10^9 pairs per second, by the faster of KeOps's two tilings; 2D cannot do all of them."""
    rates = []
    for backend in ("GPU_1D", "GPU_2D"):
        try:
            rates.append(rows * columns / seconds(row, dim, rows, columns, backend) / 1e9)
        except Exception as error:  # whatever KeOps or CUDA throws: the other tiling may do
            reason = f"{type(error).__name__}"
    return f"{max(rates):.4g}" if rates else reason


def main():
    why = missing()
    if why:
        print("skipped: KeOps on a GPU, because:", why)
        return
    import pykeops
    import torch

    print(f"10^9 pairs per second of KeOps {pykeops.__version__} on {torch.cuda.get_device_name(0)}, float32, data on the")
    print(f"device, median of {CALLS} calls, the faster of GPU_1D and GPU_2D\n")
    print("| |" + "".join(f" {rows:,} x {columns:,} |" for rows, columns in SIZES))
    print("|---|" + "---:|" * len(SIZES))
    for row, dim in ROWS:
        print(f"| {row[0]}, D={dim} |" + "".join(f" {rate(row, dim, *size)} |" for size in SIZES), flush=True)


if __name__ == "__main__":
    main()
