using System.CommandLine;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>completion SHELL</c>: the script that asks us what may come next.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> s_scripts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bash"] = """
            # codex-plugin completion for bash. In ~/.bashrc: eval "$(codex-plugin completion bash)"
            _codex_plugin_complete() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(codex-plugin "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _codex_plugin_complete codex-plugin
            """,
        ["zsh"] = """
            # codex-plugin completion for zsh. In ~/.zshrc, after compinit: eval "$(codex-plugin completion zsh)"
            _codex_plugin() {
              local line="${(j: :)words}"
              local -a completions
              completions=("${(@f)$(codex-plugin "[suggest:${#line}]" "${line}" 2>/dev/null)}")
              compadd -a completions
            }
            compdef _codex_plugin codex-plugin
            """,
        ["pwsh"] = """
            # codex-plugin completion for PowerShell. In $PROFILE: codex-plugin completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName codex-plugin -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              codex-plugin "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        var command = new Command("completion", "Prints a script with which a shell completes codex-plugin.") { shell };
        command.SetAction((parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerScriptResult, (run, _) =>
        {
            string name = run.Parsed.GetRequiredValue(shell).ToLowerInvariant();
            string script = s_scripts[name].ReplaceLineEndings("\n");
            if (!run.Output.IsJson)
            {
                Console.Out.WriteLine(script);
            }

            return Task.FromResult((ExitCode.Success, (ScriptResult?)new ScriptResult(name, script)));
        }, cancellation));
        return command;
    }
}
