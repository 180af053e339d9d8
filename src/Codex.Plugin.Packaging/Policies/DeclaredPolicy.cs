using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>What one place says about a plugin; null where it says nothing.</summary>
internal sealed record DeclaredPolicy
{
    public static DeclaredPolicy None { get; } = new();

    public InstallationPolicy? Installation { get; init; }

    /// <summary>Where <see cref="Installation"/> is written.</summary>
    public Func<Location>? InstallationAt { get; init; }

    public AuthenticationPolicy? Authentication { get; init; }

    public IReadOnlyList<string>? Products { get; init; }

    public string? Category { get; init; }

    public TrustPolicy Trust { get; init; } = TrustPolicy.None;

    /// <summary>This, and where it says nothing, the other.</summary>
    public DeclaredPolicy Over(DeclaredPolicy other) => new()
    {
        Installation = Installation ?? other.Installation,
        InstallationAt = Installation is null ? other.InstallationAt : InstallationAt,
        Authentication = Authentication ?? other.Authentication,
        Products = Products ?? other.Products,
        Category = Category ?? other.Category,
        Trust = Trust.Over(other.Trust),
    };
}
