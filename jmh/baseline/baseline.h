// What the benchmarks call: every computation has this signature. Matrices are row-major float32; a computation ignores
// what it has no use for. Results are float32, but indices are int64.
#pragma once
#include <cstdint>

extern "C" {
typedef void Computation(
    int32_t threads,
    int64_t rows,     // M
    int64_t columns,  // N
    int32_t dim,      // D
    int32_t width,    // E, or K for the K nearest
    float gamma,
    const float* x,   // M x D
    const float* y,   // N x D
    const float* b,   // N x E
    const float* e,   // M x E: the cotangent of a gradient
    void* result);
}
